/**
 * Hands the files of digest jobs to workers and keeps their results. It never opens a file of the data itself.
 *
 * <p>{@link dev.volta.hashing.node.controller.Schedule} decides without input or output; a job applies the decisions to
 * its files; the board guards all of it with one lock; sessions carry it over sockets, two threads for each worker, so
 * that a worker which does not read blocks nobody but itself.
 */
@NullMarked
package dev.volta.hashing.node.controller;

import org.jspecify.annotations.NullMarked;
