package dev.volta.core.vm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * What is written down about a QEMU that runs, for whoever takes it over.
 *
 * @param started when it was started, in milliseconds since 1970
 * @param sockets the folder of its sockets
 * @param resumed whether the guest came from a template
 * @param origin the key of that, or why the guest was booted
 */
record QemuRecord(long pid, long startTicks, long started, String sockets, boolean resumed, String origin) {
    private static final JsonMapper JSON = new JsonMapper();

    static QemuRecord of(LinuxProcess process, Instant started, VmFiles files, Origin origin) {
        var sockets = files.sockets().toString();
        var millis = started.toEpochMilli();
        return switch (origin) {
            case Origin.Cold(var reason) ->
                new QemuRecord(process.pid(), process.startTicks(), millis, sockets, false, reason);
            case Origin.Resumed(var template) ->
                new QemuRecord(process.pid(), process.startTicks(), millis, sockets, true, template);
        };
    }

    static Optional<QemuRecord> read(Path file) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), QemuRecord.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whole or not at all. */
    void write(Path file) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.write(unfinished, JSON.writeValueAsBytes(this));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    LinuxProcess process() {
        return new LinuxProcess(pid, startTicks);
    }

    Origin from() {
        return resumed ? new Origin.Resumed(origin) : new Origin.Cold(origin);
    }
}
