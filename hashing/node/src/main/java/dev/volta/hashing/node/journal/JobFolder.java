package dev.volta.hashing.node.journal;

import dev.volta.core.wire.AtomicFile;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.journal.JournalFormat.Kind;
import dev.volta.hashing.node.journal.Snapshot.Durability;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ClientMessage.Completed;
import dev.volta.hashing.node.wire.ClientMessage.Submit;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The files of one job, {@code jobs/ID/}:
 *
 * <ul>
 *   <li>{@code spec}: the SUBMIT frame; the folder is a job once it is there
 *   <li>{@code lane-N.entries}, {@code lane-N.results}: {@link EntryLog}, {@link ResultSlots}
 *   <li>{@code leases}, {@code problems}, {@code events.jsonl}: {@link LeaseLog}, {@link ProblemLog}, {@link EventLog}
 *   <li>{@code started}: time of the first lease
 *   <li>{@code tally}: a COMPLETED frame with what the job had cost about a second ago
 *   <li>{@code verdict}: the COMPLETED or JOB_FAILED frame that ended the job
 * </ul>
 *
 * Those that are replaced as a whole are {@link Snapshot}s. A file that cannot be read is an exception, never an absent one.
 */
public record JobFolder(Path path, Disk disk) {
    private static final int MOST_WINDOW_BYTES = 64 << 10;
    private static final int LEAST_WINDOW_BYTES = 4 << 10;
    private static final int SHARE_OF_HEAP = 16;

    public static JobFolder of(Path jobs, JobId id, Disk disk) {
        return new JobFolder(jobs.resolve(id.value()), disk);
    }

    /** Makes the folder of a new job. What is there already is no job. */
    public void create(JobSpec spec) throws IOException {
        delete();
        Files.createDirectories(path);
        AtomicFile.sync(path.resolveSibling("."));
        save("spec", Kind.SPEC, new Submit(spec, false), Durability.FORCED);
    }

    /** Empty if the controller was killed before the job was accepted, or if the file is damaged. */
    public Optional<JobSpec> spec() throws IOException {
        return load("spec", Kind.SPEC, Submit.class).map(Submit::spec);
    }

    /** How the job ended; empty if it has not, or if the file is damaged. */
    public Optional<ClientMessage> verdict() throws IOException {
        return load("verdict", Kind.VERDICT, ClientMessage.class);
    }

    /** What the verdict is about has to be on the disk before. */
    public void saveVerdict(ClientMessage verdict) throws IOException {
        save("verdict", Kind.VERDICT, verdict, Durability.FORCED);
    }

    public Optional<JobSummary> tally() throws IOException {
        return load("tally", Kind.TALLY, Completed.class).map(Completed::summary);
    }

    /** Often called, and soon out of date, so it is not forced to the disk. */
    public void saveTally(JobSummary summary) throws IOException {
        save("tally", Kind.TALLY, new Completed(summary), Durability.LEFT_TO_THE_SYSTEM);
    }

    public void saveStart(Instant instant) throws IOException {
        snapshot("started", Kind.STARTED).save(StandardCharsets.UTF_8.encode(instant.toString()), Durability.FORCED);
    }

    public Optional<Instant> start() throws IOException {
        try {
            return snapshot("started", Kind.STARTED)
                    .load()
                    .map(text -> Instant.parse(StandardCharsets.UTF_8.decode(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The spool of a lane.
     *
     * @param lanes how many there are in all, which share the memory
     */
    public EntryLog entries(int lane, int lanes) throws IOException {
        return new EntryLog(disk, path.resolve("lane-" + lane + ".entries"), windowBytes(lanes));
    }

    /**
     * The results of a lane.
     *
     * @param lanes how many there are in all, which share the memory
     */
    public ResultSlots results(int lane, int lanes, JobSpec spec) throws IOException {
        return new ResultSlots(disk, path.resolve("lane-" + lane + ".results"), spec.algorithm(), windowBytes(lanes));
    }

    private static int windowBytes(int lanes) {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / lanes;
        return Math.clamp(share, LEAST_WINDOW_BYTES, MOST_WINDOW_BYTES);
    }

    public ProblemLog problems() throws IOException {
        return new ProblemLog(disk, path.resolve("problems"));
    }

    public LeaseLog leases() throws IOException {
        return new LeaseLog(disk, path.resolve("leases"));
    }

    public EventLog events(Clock clock) throws IOException {
        return new EventLog(disk, path.resolve("events.jsonl"), clock);
    }

    public void delete() throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        // Without its spec the folder is no job any more, whatever happens to the rest.
        Files.deleteIfExists(path.resolve("spec"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }

    private <T extends Message> Optional<T> load(String name, Kind kind, Class<T> type) throws IOException {
        Optional<ByteBuffer> frame = snapshot(name, kind).load();
        if (frame.isEmpty() || frame.get().remaining() <= Frames.LENGTH_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = frame.get();
        Message message = Frames.decode(bytes.slice(Frames.LENGTH_BYTES, bytes.remaining() - Frames.LENGTH_BYTES));
        return Optional.of(message).filter(type::isInstance).map(type::cast);
    }

    private void save(String name, Kind kind, Message message, Durability durability) throws IOException {
        snapshot(name, kind).save(Frames.encode(message), durability);
    }

    private Snapshot snapshot(String name, Kind kind) {
        return new Snapshot(disk, path.resolve(name), kind);
    }
}
