/**
 * Runs an experiment: starts services, runs trials one after another, and returns results and a record that says how
 * reliable they are.
 */
@NullMarked
package dev.volta.core.experiment;

import org.jspecify.annotations.NullMarked;
