/**
 * What a node process reports to Prometheus about itself. {@link dev.volta.hashing.node.metrics.Readings} is the only
 * class that uses the Prometheus client; names, units and meaning are in docs/metrics.md.
 */
@NullMarked
package dev.volta.hashing.node.metrics;

import org.jspecify.annotations.NullMarked;
