/**
 * Any command as the work of an experiment: what an experiment says of it, and how a launcher on each node runs a trial.
 */
@NullMarked
package dev.volta.core.workload.command;

import org.jspecify.annotations.NullMarked;
