/**
 * What a run leaves behind: one {@link dev.volta.core.report.RunRecord}, kept in a
 * {@link dev.volta.core.report.ResultsFolder} as JSON, as raw samples, and as a report to read in a terminal or in a
 * browser without a network. The record holds what was measured; every figure in a report is computed from it again.
 */
@NullMarked
package dev.volta.core.report;

import org.jspecify.annotations.NullMarked;
