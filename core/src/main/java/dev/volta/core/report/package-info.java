/**
 * The results of a run: one {@link dev.volta.core.report.RunRecord}, stored in a
 * {@link dev.volta.core.report.ResultsFolder} as JSON, as raw samples, and as reports for a terminal and for a browser
 * without a network. The record holds what was measured; every figure in a report is computed from it again.
 */
@NullMarked
package dev.volta.core.report;

import org.jspecify.annotations.NullMarked;
