/**
 * The client of a controller: it submits a job, follows it, survives restarts of the controller and reads the results
 * in order, without sharing a disk with the controller.
 */
@NullMarked
package dev.volta.hashing.node.client;

import org.jspecify.annotations.NullMarked;
