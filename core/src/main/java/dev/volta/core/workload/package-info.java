/**
 * The interface through which every experiment runs its work. A workload says which services have to run where, and
 * drives them through one trial at a time; the core places, starts, repeats, measures and reports.
 */
@NullMarked
package dev.volta.core.workload;

import org.jspecify.annotations.NullMarked;
