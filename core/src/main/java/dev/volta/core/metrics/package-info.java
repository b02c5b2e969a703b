/**
 * Watches nodes and the services on them: what a shell prints of {@code /proc}, and what services answer on their metrics
 * sockets, becomes series of numbers with times. Nothing is installed on a node. Names and formats are in docs/metrics.md.
 */
@NullMarked
package dev.volta.core.metrics;

import org.jspecify.annotations.NullMarked;
