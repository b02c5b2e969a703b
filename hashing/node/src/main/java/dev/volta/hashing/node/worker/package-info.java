/**
 * Walks trees and digests files for a controller. One thread does the work and one reads the socket; a third reports
 * that the worker is alive while a huge file is read. Memory holds one batch and its results, whatever the job's size.
 */
@NullMarked
package dev.volta.hashing.node.worker;

import org.jspecify.annotations.NullMarked;
