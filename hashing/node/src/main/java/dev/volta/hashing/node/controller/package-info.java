/**
 * Hands the files of digest jobs to workers and keeps their results. It never opens a file of the data itself.
 *
 * <p>{@link dev.volta.hashing.node.controller.Schedule} decides without input or output; a job applies the decisions to
 * its files; {@code Dispatcher} guards all of it with one lock; sessions carry it over sockets, with two threads for
 * each worker, so that a worker that does not read blocks only itself.
 */
@NullMarked
package dev.volta.hashing.node.controller;

import org.jspecify.annotations.NullMarked;
