/**
 * The side of an experiment that wants a job done: it submits the job, follows it, survives restarts of the controller
 * and reads the results in order, without sharing a disk with the controller.
 */
@NullMarked
package dev.volta.hashing.node.client;

import org.jspecify.annotations.NullMarked;
