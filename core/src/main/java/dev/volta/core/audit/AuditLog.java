package dev.volta.core.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.FileLikeItsFolder;
import dev.volta.core.wire.ForeignFileException;
import dev.volta.core.wire.StateFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An append-only file of JSON lines (mode 0600). Each line is one write to a file that is open for appending, so lines
 * of several processes do not mix. Each has
 *
 * <pre>
 * time     ISO 8601, UTC: when it began       user    the operator here      run      id of the run
 * </pre>
 *
 * A run begins with a line {@code "action":"begin"} with {@code argv} (of Volta) and {@code nodes}; the lines of the
 * nodes follow as things end:
 *
 * <pre>
 * node     its name                           address "local" or [user@]host:port
 * action   connect (only failures) | run | upload | download | tunnel (also those that a keeper is to hold)
 * argv     of a run; else source and target   status  in words
 * exit     of a program that returned         seconds how long it took
 * </pre>
 *
 * <p>A script of Volta's own stands in {@code argv} as {@code <script>}, and the line has {@code script}, an object with
 * its {@code name}, the {@code sha256} and the {@code length} in bytes of its text with its libraries, without the lines
 * around it that prove its end and differ each time. Its parameters are in {@code argv}. Commands of users are whole.
 *
 * <p>A command that shows the same again and again {@linkplain #countRepeats counts}: a script that ran before on the same
 * node with the same parameters and ended the same way gets no line each time but one a minute, and one at the end, with
 * {@code times}, how many they were, {@code time}, when the first of them began, {@code last}, when the last of them
 * began, and {@code seconds}, how long they took together.
 *
 * A node whose host keys become trusted has a line with {@code "action":"trust"}, {@code status} {@code added} or
 * {@code replaced}, and the fingerprints that are {@code pinned} and {@code replaced}.
 *
 * <p>What programs read on stdin and what they print is never written.
 */
public final class AuditLog implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final OutputStream out;
    private final String user;
    private final String run;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Repeats> repeats = Optional.empty(); // guarded by turn

    private AuditLog(Path file, OutputStream out, String user, String run, Clock clock) {
        this.file = file;
        this.out = out;
        this.user = user;
        this.run = run;
        this.clock = clock;
    }

    /**
     * Opens the log and writes the run's first line.
     *
     * @param argv how Volta was called
     * @throws AuditException if that cannot be done; then nothing may be done on a node
     * @throws UncheckedIOException of a {@link ForeignFileException} if {@code file} is no regular file, or others can write it
     */
    public static AuditLog open(Path file, String user, String run, List<String> argv, List<Node> nodes, Clock clock) {
        try {
            StateFolder.makeAbove(file);
            create(file);
            requireOwnFile(file);
            var log = new AuditLog(file, new AppendedLines(file), user, run, clock);
            log.begin(argv, nodes);
            return log;
        } catch (ForeignFileException e) {
            throw new UncheckedIOException("the audit log cannot be written: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new AuditException(file, e);
        }
    }

    /** A log of a command that does nothing on any node; it is not kept. */
    public static AuditLog nowhere(String user, String run, Clock clock) {
        return new AuditLog(Path.of("/dev/null"), OutputStream.nullOutputStream(), user, run, clock);
    }

    /** To open a FIFO waits for whoever reads it, and a link may lead to any file of this user. Devices are root's choice. */
    private static void requireOwnFile(Path file) throws IOException {
        var kind = FileKind.of(file, LinkOption.NOFOLLOW_LINKS);
        if (kind != FileKind.REGULAR && kind != FileKind.CHARACTER_DEVICE) {
            throw new ForeignFileException(file + " is " + kind + " and no regular file; move it away");
        }
        FileLikeItsFolder.require(file);
    }

    /** {@code access}, with everything that is done through it written here. */
    public NodeAccess over(NodeAccess access) {
        return new AuditedAccess(access, this);
    }

    /** Has a keeper hold a tunnel to {@code node}, and writes how that ended; what the keeper opens anew is in its own log. */
    public void hold(Node node, TunnelSpec way, Holding holding) throws InterruptedException {
        var time = now();
        var start = System.nanoTime();
        AuditEvent.Ending ending = new AuditEvent.Ending.Broke("unexpectedly");
        try {
            holding.run();
            ending = new AuditEvent.Ending.Did("held by the keeper");
        } catch (InterruptedException e) {
            ending = new AuditEvent.Ending.Broke("interrupted");
            throw e;
        } catch (RuntimeException e) {
            ending = new AuditEvent.Ending.Broke(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            var words = way.toNode() ? List.of(way.endHere(), way.endThere()) : List.of(way.endThere(), way.endHere());
            var took = Duration.ofNanos(System.nanoTime() - start);
            write(new AuditEvent(time, node, AuditEvent.Kind.tunnel, words, Optional.empty(), ending, took));
        }
    }

    /** Asks a keeper to hold a tunnel. */
    @FunctionalInterface
    public interface Holding {
        void run() throws InterruptedException;
    }

    /** From now on scripts that repeat are counted. Only for a command that changes nothing: the order of lines is lost. */
    public void countRepeats() {
        turn.lock();
        try {
            repeats = Optional.of(new Repeats());
        } finally {
            turn.unlock();
        }
    }

    /** The id of this run. */
    public String run() {
        return run;
    }

    /**
     * Writes that host keys of {@code node} became trusted.
     *
     * @param pinned their fingerprints
     * @param replaced fingerprints that were trusted until now
     */
    public void trusted(Node node, List<String> pinned, List<String> replaced) {
        write(now(), json -> {
            about(json, node, "trust");
            json.writeStringField("status", replaced.isEmpty() ? "added" : "replaced");
            words(json, "pinned", pinned);
            words(json, "replaced", replaced);
        });
    }

    private static void about(JsonGenerator json, Node node, String action) throws IOException {
        json.writeStringField("node", node.name().value());
        json.writeStringField("address", address(node));
        json.writeStringField("action", action);
    }

    Instant now() {
        return clock.instant();
    }

    void write(AuditEvent act) {
        turn.lock();
        try {
            if (repeats.isEmpty() || !repeats.get().counts(act)) {
                write(act.time(), json -> fields(json, act));
            }
            repeats.ifPresent(counted -> counted.due(now()).forEach(this::write));
        } finally {
            turn.unlock();
        }
    }

    private void write(Repeats.Repeated repeated) {
        write(repeated.act().time(), json -> {
            fields(json, repeated.act());
            json.writeNumberField("times", repeated.times());
            json.writeStringField("last", repeated.last().toString());
        });
    }

    private static void fields(JsonGenerator json, AuditEvent act) throws IOException {
        about(json, act.node(), act.kind().name());
        words(json, "argv", act.shown());
        if (act.script().isPresent()) {
            var script = act.script().get();
            json.writeObjectFieldStart("script");
            json.writeStringField("name", script.name());
            json.writeStringField("sha256", script.sha256());
            json.writeNumberField("length", script.length());
            json.writeEndObject();
        }
        switch (act.ending()) {
            case AuditEvent.Ending.Ended(ExitStatus.Exited exited) -> {
                json.writeStringField("status", exited.toString());
                json.writeNumberField("exit", exited.code());
            }
            case AuditEvent.Ending.Ended(var status) -> json.writeStringField("status", status.toString());
            case AuditEvent.Ending.Did(var what) -> json.writeStringField("status", what);
            case AuditEvent.Ending.Broke(var reason) -> json.writeStringField("status", "failed: " + reason);
        }
        json.writeNumberField("seconds", act.took().toMillis() / 1000.0);
    }

    private void begin(List<String> argv, List<Node> nodes) {
        write(now(), json -> {
            json.writeStringField("action", "begin");
            words(json, "argv", argv);
            words(json, "nodes", nodes.stream().map(node -> node.name().value()).toList());
        });
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private void write(Instant time, Fields fields) {
        var line = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", time.toString());
            json.writeStringField("user", user);
            json.writeStringField("run", run);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        turn.lock();
        try {
            out.write(line.toByteArray());
        } catch (IOException e) {
            throw new AuditException(file, e);
        } finally {
            turn.unlock();
        }
    }

    private static void words(JsonGenerator json, String name, List<String> words) throws IOException {
        json.writeArrayFieldStart(name);
        for (var word : words) {
            json.writeString(word);
        }
        json.writeEndArray();
    }

    private static String address(Node node) {
        return switch (node.reach()) {
            case Reach.Here _ -> "local";
            case Reach.Ssh ssh -> ssh.toString();
        };
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // appended to
        }
    }

    @Override
    public void close() {
        turn.lock();
        try (out) {
            repeats.ifPresent(counted -> counted.rest().forEach(this::write));
        } catch (IOException e) {
            throw new AuditException(file, e);
        } finally {
            turn.unlock();
        }
    }
}
