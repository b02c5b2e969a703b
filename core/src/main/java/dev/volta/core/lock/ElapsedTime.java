package dev.volta.core.lock;

import java.nio.file.Path;
import java.time.Duration;

/** The time since some moment. It is set by nobody, and goes on while the machine sleeps. */
@FunctionalInterface
interface ElapsedTime {
    ElapsedTime SINCE_BOOT = TimeSinceBoot.of(Path.of("/proc/uptime"));

    Duration now();
}
