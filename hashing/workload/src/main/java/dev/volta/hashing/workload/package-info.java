/** Digests as the work of an experiment: which services that takes, and how they are driven through a trial. */
@NullMarked
package dev.volta.hashing.workload;

import org.jspecify.annotations.NullMarked;
