/**
 * What a digest job is, how far it has come and what came out of it: the values that client, controller and journal
 * share. They know neither sockets nor files.
 */
@NullMarked
package dev.volta.hashing.node.job;

import org.jspecify.annotations.NullMarked;
