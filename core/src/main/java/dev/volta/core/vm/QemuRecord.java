package dev.volta.core.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is written down about a QEMU that runs, for whoever takes it over. Earlier versions wrote the first six only, and
 * later ones may write more.
 *
 * @param started when it was started, in milliseconds since 1970
 * @param sockets the folder of its sockets
 * @param resumed whether the guest came from a template
 * @param origin the key of that, or why the guest was booted
 * @param boot with {@code processes}, where {@code pid} means this process
 * @param host that it was started on, by name
 */
record QemuRecord(
        long pid,
        long startTicks,
        long started,
        String sockets,
        boolean resumed,
        String origin,
        @Nullable String boot,
        @Nullable String processes,
        @Nullable String host) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    QemuRecord {
        if (pid <= 0) {
            throw new IllegalArgumentException("it names no process");
        }
        Objects.requireNonNull(sockets, "it names no sockets");
        Objects.requireNonNull(origin, "it has no origin");
    }

    static QemuRecord of(LinuxProcess process, Instant started, VmFiles files, BootOrigin origin) {
        var here = HostIdentity.here();
        var resumed = origin instanceof BootOrigin.Resumed;
        var detail = switch (origin) {
            case BootOrigin.Cold(var reason) -> reason;
            case BootOrigin.Resumed(var template) -> template;
        };
        return new QemuRecord(
                process.pid(),
                process.startTicks(),
                started.toEpochMilli(),
                files.sockets().toString(),
                resumed,
                detail,
                here.boot(),
                here.processes(),
                here.name());
    }

    /**
     * Empty if there is none.
     *
     * @throws DamagedRecordException if there is one that says nothing, or not enough
     */
    static Optional<QemuRecord> read(Path file) throws IOException {
        byte[] content;
        try {
            content = RegularFile.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(Optional.ofNullable(JSON.readValue(content, QemuRecord.class))
                    .orElseThrow(() -> new DamagedRecordException(file, "it says null")));
        } catch (JsonProcessingException e) {
            throw new DamagedRecordException(file, e.getOriginalMessage());
        }
    }

    /** Whole or not at all. */
    void write(Path file) throws IOException {
        AtomicFile.write(file, JSON.writeValueAsBytes(this));
    }

    LinuxProcess process() {
        return new LinuxProcess(pid, startTicks);
    }

    /** Where it was started; here, if an earlier version did that. */
    HostIdentity place() {
        var here = HostIdentity.here();
        return new HostIdentity(
                Objects.requireNonNullElse(boot, here.boot()),
                Objects.requireNonNullElse(processes, here.processes()),
                Objects.requireNonNullElse(host, here.name()));
    }

    /** Whether its process runs, as far as its number means anything here. */
    boolean isAlive() {
        return place().sameProcesses(HostIdentity.here()) && process().isAlive();
    }

    BootOrigin from() {
        return resumed ? new BootOrigin.Resumed(origin) : new BootOrigin.Cold(origin);
    }

    /** A record that says nothing: torn, empty, or another program's. */
    static final class DamagedRecordException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedRecordException(Path file, String reason) {
            super(file + " says nothing about a process: " + reason);
        }
    }
}
