/** Runs an experiment: services up, trials one after another, results and a record that says how far to believe them. */
@NullMarked
package dev.volta.core.experiment;

import org.jspecify.annotations.NullMarked;
