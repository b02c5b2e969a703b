/**
 * What a node process tells Prometheus about itself. {@link dev.volta.hashing.node.metrics.Readings} is the one class that
 * knows the Prometheus client; names, units and meaning are in docs/metrics.md.
 */
@NullMarked
package dev.volta.hashing.node.metrics;

import org.jspecify.annotations.NullMarked;
