/** Running experiments, on the deployed fleet or on this machine alone. */
@NullMarked
package dev.volta.core.operation.experiment;

import org.jspecify.annotations.NullMarked;
