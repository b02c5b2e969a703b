package dev.volta.core.supervisor;

import dev.volta.core.facts.Fact;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The properties of a unit as {@code systemctl show} prints them (org.freedesktop.systemd1(5)), and of its main process
 * {@code Started}, when it was in hundredths of a second since the node was booted, and whether it is {@code Frozen}.
 *
 * @param now seconds since the node was booted
 * @param hasFile whether the unit's file is there
 */
record SystemdStatus(Map<String, String> fields, double now, boolean hasFile) {
    private static final int KILLED_BY_SIGNAL = 128;

    ServiceStatus of(String name, String definition) {
        var up = running() && fields.containsKey("Started")
                ? number("Started")
                        .map(started -> Duration.ofMillis(Math.max(0, Math.round(now * 1000) - started * 10)))
                : Fact.<Duration>unavailable("no process");
        return new ServiceStatus(name, state(), definition, up, number("MemoryCurrent"), trouble(), ownRun());
    }

    private ServiceState state() {
        if (running() && field("Frozen").equals("yes")) {
            return new ServiceState.Frozen(pid());
        }
        return running()
                ? new ServiceState.Running(
                        pid(), (int) (long) number("NRestarts").toOptional().orElse(0L))
                : new ServiceState.Stopped(exitStatus());
    }

    /** Stopping a unit disables it, and one that is not wanted has not ended by itself. */
    private Optional<Duration> ownRun() {
        if (running() || !field("UnitFileState").equals("enabled")) {
            return Optional.empty();
        }
        var start = number("ExecMainStartTimestampMonotonic").toOptional().filter(time -> time > 0);
        var end = number("ExecMainExitTimestampMonotonic").toOptional().filter(time -> time > 0);
        return start.flatMap(from -> end.map(to -> Duration.ofMillis(Math.max(0, to - from) / 1000)));
    }

    private boolean running() {
        return switch (field("ActiveState")) {
            case "active", "activating", "reloading", "deactivating", "refreshing" -> true;
            default -> false;
        };
    }

    private long pid() {
        return number("MainPID").toOptional().orElse(0L);
    }

    /** {@code ExecMainCode} is that of waitid(2): 1 is an exit, the others are signals. */
    private OptionalInt exitStatus() {
        var code = number("ExecMainCode").toOptional().orElse(0L);
        var status = number("ExecMainStatus").toOptional().orElse(0L).intValue();
        if (code == 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(code == 1 ? status : KILLED_BY_SIGNAL + status);
    }

    private Optional<String> trouble() {
        if (!hasFile) {
            return Optional.of("its unit file is gone");
        }
        return switch (field("Result")) {
            case "oom-kill" -> Optional.of("out of memory: killed by the kernel at its limit");
            case "start-limit-hit" -> Optional.of("it failed too often and is not started again");
            case "resources" -> Optional.of("systemd could not start it; 'journalctl -u' tells why");
            default -> Optional.empty();
        };
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Something that systemd does not know is {@code [not set]} or the largest number that there is. */
    private Fact<Long> number(String name) {
        return field(name).matches("\\d{1,18}")
                ? Fact.known(Long.parseLong(field(name)))
                : Fact.unavailable("systemd does not tell " + name);
    }
}
