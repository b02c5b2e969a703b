package dev.volta.core.vm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.core.config.DurationFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The state of a guest's processors and devices, written to a file and read from it by QEMU's migration. The memory is in
 * a file of its own, so it is left out ({@code x-ignore-shared}).
 */
final class GuestState {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long LOOK_EVERY_MS = 2;

    private GuestState() {}

    /** Of a guest that stands still. */
    static void save(QmpClient qmp, Path file, Duration limit) throws IOException, InterruptedException {
        migrate(qmp, "migrate", "exec:cat > " + quoted(file), limit);
    }

    /** Into a QEMU that waits for it; the guest stands still afterwards. */
    static void load(QmpClient qmp, Path file, Duration limit) throws IOException, InterruptedException {
        migrate(qmp, "migrate-incoming", "exec:cat " + quoted(file), limit);
    }

    private static void migrate(QmpClient qmp, String command, String uri, Duration limit)
            throws IOException, InterruptedException {
        var capabilities = JSON.createObjectNode();
        capabilities
                .putArray("capabilities")
                .addObject()
                .put("capability", "x-ignore-shared")
                .put("state", true);
        qmp.execute("migrate-set-capabilities", capabilities);
        qmp.execute(command, JSON.createObjectNode().put("uri", uri));
        awaitCompleted(qmp, command, limit);
    }

    private static void awaitCompleted(QmpClient qmp, String command, Duration limit)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            var answer = qmp.execute("query-migrate");
            var status = answer.path("status").asText();
            if (status.equals("completed")) {
                return;
            }
            if (status.equals("failed")) {
                throw new VmException("QEMU failed at " + command + ": "
                        + answer.path("error-desc").asText("it does not say why"));
            }
            if (System.nanoTime() > deadline) {
                throw new VmException("QEMU has not finished " + command + " in " + DurationFormat.inWords(limit));
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    /** QEMU gives the command to a shell. */
    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "'\\''") + "'";
    }
}
