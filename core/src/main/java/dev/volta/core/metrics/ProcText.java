package dev.volta.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code sampler.sh} prints: lines of {@code /proc}, with a dot behind each look. The files are
 * proc_uptime(5), proc_stat(5), proc_meminfo(5), proc_pid_net(5) and the kernel's admin-guide/iostats. What a node does not
 * show is absent, with a reason.
 */
final class ProcText {
    /** The line behind each look. */
    static final String END = ".";

    private static final int SECTOR_BYTES = 512;
    private static final int NO_TIME = -1;

    private final List<String> missing = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();
    private double ticksPerSecond = 100;
    private double uptime = NO_TIME;
    private long @Nullable [] cpuBefore;
    private boolean cpu;
    private double memoryTotal = NO_TIME;
    private double memoryAvailable = NO_TIME;
    private boolean disk;
    private boolean network;

    /** One look at a node; {@code uptimeSeconds} is its own clock, since its start. */
    record Look(double uptimeSeconds, List<Series> series, List<String> missing) {}

    /**
     * Takes the next line.
     *
     * @return the look that ended with it
     * @throws IllegalArgumentException if the line, or the look, is not what the script prints
     */
    Optional<Look> line(String line) {
        if (line.equals(END)) {
            return Optional.of(look());
        }
        try {
            read(line.strip());
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("'" + line + "' is no line of /proc", e);
        }
        return Optional.empty();
    }

    private void read(String line) {
        var words = line.split("[: ]+", -1);
        switch (words[0]) {
            case "ticks" -> ticksPerSecond = Integer.parseInt(words[1]);
            case "cpu" -> cpu(words);
            case "MemTotal" -> memoryTotal = Long.parseLong(words[1]) * 1024.0;
            case "MemAvailable" -> memoryAvailable = Long.parseLong(words[1]) * 1024.0;
            default -> {
                if (line.indexOf(':') > 0) {
                    network(words);
                } else if (words.length == 2) {
                    uptime = Double.parseDouble(words[0]);
                } else {
                    disk(words);
                }
            }
        }
    }

    /** user nice system idle iowait irq softirq steal; guest time is in user and nice already. */
    private void cpu(String[] words) {
        var now = new long[8];
        for (int i = 0; i < now.length; i++) {
            now[i] = Long.parseLong(words[i + 1]);
        }
        var before = cpuBefore;
        cpuBefore = now;
        cpu = true;
        cpuSeconds("user", now[0] + now[1]);
        cpuSeconds("system", now[2] + now[5] + now[6]);
        cpuSeconds("idle", now[3]);
        cpuSeconds("iowait", now[4]);
        cpuSeconds("steal", now[7]);
        if (before == null) {
            return;
        }
        long all = 0;
        long idle = 0;
        for (int i = 0; i < now.length; i++) {
            // iowait may become less, says proc_stat(5).
            var passed = Math.max(0, now[i] - before[i]);
            all += passed;
            idle += i == 3 || i == 4 ? passed : 0;
        }
        if (all > 0) {
            series.add(Series.gauge(
                    "volta_node_cpu_busy_ratio",
                    "Share of the time of all processors in which they were not idle, since the look before",
                    (all - idle) / (double) all));
        }
    }

    private void cpuSeconds(String mode, long ticks) {
        series.add(Series.counter(
                        "volta_node_cpu_seconds_total",
                        "Time that the processors spent, all together",
                        ticks / ticksPerSecond)
                .with("mode", mode));
    }

    private void disk(String[] words) {
        disk = true;
        disk("volta_node_disk_read_bytes_total", "Bytes read", words, Long.parseLong(words[5]) * (double) SECTOR_BYTES);
        disk(
                "volta_node_disk_written_bytes_total",
                "Bytes written",
                words,
                Long.parseLong(words[9]) * (double) SECTOR_BYTES);
        disk("volta_node_disk_busy_seconds_total", "Time with work in hand", words, Long.parseLong(words[12]) / 1e3);
    }

    private void disk(String name, String help, String[] words, double value) {
        series.add(Series.counter(name, help, value).with("device", words[2]));
    }

    private void network(String[] words) {
        network = true;
        network("volta_node_network_received_bytes_total", "Bytes received", words[0], Double.parseDouble(words[1]));
        network("volta_node_network_sent_bytes_total", "Bytes sent", words[0], Double.parseDouble(words[9]));
    }

    private void network(String name, String help, String device, double value) {
        series.add(Series.counter(name, help, value).with("device", device));
    }

    private Look look() {
        if (uptime < 0) {
            throw new IllegalArgumentException("it shows no /proc/uptime; only Linux has what is needed");
        }
        memory();
        lacks(!cpu, "no processor time: /proc/stat shows none");
        lacks(memoryTotal < 0 || memoryAvailable < 0, "no memory: /proc/meminfo does not show it");
        lacks(!disk, "no disk: neither /proc/diskstats nor /sys/block show a device");
        lacks(!network, "no network: /proc/net/dev shows nothing but lo");
        var look = new Look(uptime, List.copyOf(series), List.copyOf(missing));
        series.clear();
        missing.clear();
        uptime = NO_TIME;
        memoryTotal = NO_TIME;
        memoryAvailable = NO_TIME;
        cpu = false;
        disk = false;
        network = false;
        return look;
    }

    private void memory() {
        if (memoryTotal >= 0 && memoryAvailable >= 0) {
            series.add(Series.gauge("volta_node_memory_total_bytes", "Memory of the node", memoryTotal));
            series.add(Series.gauge(
                    "volta_node_memory_used_bytes",
                    "Memory that is not available to new programs; caches are available",
                    memoryTotal - memoryAvailable));
        }
    }

    private void lacks(boolean lacks, String reason) {
        if (lacks) {
            missing.add(reason);
        }
    }
}
