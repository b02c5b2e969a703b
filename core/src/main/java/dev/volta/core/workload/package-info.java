/**
 * The port through which every experiment runs its work. A workload says which services have to run where, and drives
 * them through one trial at a time; placing, starting, repeating, measuring and reporting are the core's.
 */
@NullMarked
package dev.volta.core.workload;

import org.jspecify.annotations.NullMarked;
