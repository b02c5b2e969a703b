package dev.volta.core.report;

import dev.volta.core.wire.Quantities;
import java.util.List;

/**
 * A measure of nodes that reports plot over time.
 *
 * @param series of the metrics of a node or a service (docs/metrics.md); of one node they are added up
 * @param id of the plot, letters and '-'
 */
public record PlottedMeasure(String series, String id, String title, String meaning, Scale scale) {
    /** What nodes tell of themselves, whatever work they do. */
    public static final List<PlottedMeasure> OF_NODES = List.of(
            new PlottedMeasure(
                    "volta_node_cpu_busy_ratio",
                    "cpu",
                    "CPU",
                    "Share of the time of all processors in which they were not idle",
                    Scale.SHARE),
            new PlottedMeasure(
                    "volta_node_memory_used_bytes", "memory", "Memory", "Memory in use, without caches", Scale.BYTES),
            new PlottedMeasure(
                    "volta_node_disk_read_bytes_per_second",
                    "disk-read",
                    "Disk, read",
                    "Bytes read from disks",
                    Scale.BYTES_PER_SECOND),
            new PlottedMeasure(
                    "volta_node_disk_written_bytes_per_second",
                    "disk-written",
                    "Disk, written",
                    "Bytes written to disks",
                    Scale.BYTES_PER_SECOND),
            new PlottedMeasure(
                    "volta_node_network_received_bytes_per_second",
                    "received",
                    "Network, received",
                    "Bytes received, without those of the loopback device",
                    Scale.BYTES_PER_SECOND),
            new PlottedMeasure(
                    "volta_node_network_sent_bytes_per_second",
                    "sent",
                    "Network, sent",
                    "Bytes sent, without those of the loopback device",
                    Scale.BYTES_PER_SECOND));

    /** How values are written. */
    public enum Scale {
        SHARE,
        BYTES,
        BYTES_PER_SECOND
    }

    String text(double value) {
        return switch (scale) {
            case SHARE -> Quantities.percent(value);
            case BYTES -> Quantities.bytes(value);
            case BYTES_PER_SECOND -> Quantities.rate(value);
        };
    }
}
