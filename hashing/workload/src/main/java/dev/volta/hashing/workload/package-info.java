/** Hashing as the work of an experiment: which services it needs, and how they run a trial. */
@NullMarked
package dev.volta.hashing.workload;

import org.jspecify.annotations.NullMarked;
