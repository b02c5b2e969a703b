package dev.volta.core.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.DurationFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with QEMU in its Machine Protocol: JSON objects, one per line. QEMU greets with {@code QMP}; then come a
 * command ({@code execute}) and its answer ({@code return} or {@code error}) in turn, with events ({@code event}) between
 * them, of which errors of disks are remembered. The end of the stream means that QEMU is gone.
 */
public final class QmpClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final LineSocket socket;
    private final Duration patience;
    private final DiskErrors errors;
    private final ReentrantLock turn = new ReentrantLock();

    /** Answers to what was asked before and not waited for any longer; they still come, in order. */
    private int owed;

    private QmpClient(LineSocket socket, Duration patience, DiskErrors errors) {
        this.socket = socket;
        this.patience = patience;
        this.errors = errors;
    }

    /**
     * Connects and ends the negotiation of capabilities.
     *
     * @param patience how long QEMU may take to answer, each time
     * @throws IOException if nobody accepts there
     * @throws VmException if what answers is no QEMU, or does not in time
     */
    public static QmpClient connect(Path path, Duration patience) throws IOException, InterruptedException {
        var errors = new DiskErrors();
        var client = new QmpClient(LineSocket.connect(path, "qmp", line -> isEvent(line, errors)), patience, errors);
        try {
            var greeting = client.next("greeting", patience);
            if (greeting == null || !greeting.has("QMP")) {
                throw new VmException("what listens on " + path + " is no QEMU");
            }
            client.execute("qmp_capabilities");
            return client;
        } catch (IOException | RuntimeException | InterruptedException e) {
            client.close();
            throw e;
        }
    }

    private static boolean isEvent(String line, DiskErrors errors) {
        if (!line.contains("\"event\"")) {
            return false;
        }
        try {
            var json = JSON.readTree(line);
            if (json.path("event").isTextual()) {
                errors.heard(json);
                return true;
            }
            return false;
        } catch (JsonProcessingException e) {
            return false; // whoever waits for an answer is told
        }
    }

    /** {@code running}, {@code paused}, {@code shutdown} and so on (RunState of QEMU). */
    public String status() throws IOException, InterruptedException {
        return status(patience);
    }

    /** @param limit for this answer */
    String status(Duration limit) throws IOException, InterruptedException {
        return ask("query-status", JSON.createObjectNode().put("execute", "query-status"), limit)
                .path("status")
                .asText();
    }

    /** What the machine's disks could not do since this conversation began, and whether it stands still for that. */
    DiskErrors diskErrors() {
        return errors;
    }

    /** Presses the power button; what the guest makes of it is its own affair. */
    public void powerDown() throws IOException, InterruptedException {
        execute("system_powerdown");
    }

    /** Ends QEMU at once. That it is gone before it has answered is no failure. */
    public void quit() throws IOException, InterruptedException {
        quit(patience);
    }

    void quit(Duration limit) throws IOException, InterruptedException {
        try {
            ask("quit", JSON.createObjectNode().put("execute", "quit"), limit);
        } catch (QemuGoneException e) {
            // as was asked
        }
    }

    /** Lets the guest stand still. */
    void pause() throws IOException, InterruptedException {
        execute("stop");
    }

    /** Lets it go on. */
    void proceed() throws IOException, InterruptedException {
        execute("cont");
    }

    JsonNode execute(String command) throws IOException, InterruptedException {
        return ask(command, JSON.createObjectNode().put("execute", command));
    }

    JsonNode execute(String command, ObjectNode arguments) throws IOException, InterruptedException {
        return ask(command, JSON.createObjectNode().put("execute", command).set("arguments", arguments));
    }

    private JsonNode ask(String command, JsonNode request) throws IOException, InterruptedException {
        return ask(command, request, patience);
    }

    private JsonNode ask(String command, JsonNode request, Duration limit) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            socket.send(request.toString());
            owed++;
            return answer(command, limit);
        } finally {
            turn.unlock();
        }
    }

    private JsonNode answer(String command, Duration limit) throws QemuGoneException, InterruptedException {
        while (true) {
            var answer = next(command, limit);
            if (answer == null) {
                throw new QemuGoneException(command);
            }
            if (!answer.has("error") && !answer.has("return")) {
                continue;
            }
            owed--;
            if (owed > 0) {
                continue; // of something earlier
            }
            if (answer.has("error")) {
                var error = answer.get("error");
                throw new VmException("QEMU refuses %s: %s (%s)"
                        .formatted(
                                command,
                                error.path("desc").asText(),
                                error.path("class").asText()));
            }
            return answer.get("return");
        }
    }

    /** Completed when QEMU is gone, or this client is closed. */
    CompletableFuture<Void> ended() {
        return socket.ended();
    }

    private @Nullable JsonNode next(String purpose, Duration limit) throws InterruptedException {
        var line = socket.next(limit);
        return switch (line) {
            case LineSocket.Line(String text) -> {
                try {
                    yield JSON.readTree(text);
                } catch (JsonProcessingException e) {
                    throw new VmException("QEMU answers " + purpose + " with '" + text + "'", e);
                }
            }
            case LineSocket.End _ -> null;
            case LineSocket.Silence _ ->
                throw new SilentQemuException(
                        "QEMU has not answered " + purpose + " for " + DurationFormat.inWords(limit) + "; it may hang");
        };
    }

    @Override
    public void close() {
        socket.close();
    }

    /** QEMU runs, and does not answer. */
    static final class SilentQemuException extends VmException {
        private static final long serialVersionUID = 1;

        SilentQemuException(String message) {
            super(message);
        }
    }

    /** QEMU ended before it answered. */
    public static final class QemuGoneException extends IOException {
        private static final long serialVersionUID = 1;

        QemuGoneException(String command) {
            super("QEMU ended before it answered " + command);
        }
    }
}
