/** {@code volta collect-metrics}. */
@NullMarked
package dev.volta.cli.metrics;

import org.jspecify.annotations.NullMarked;
