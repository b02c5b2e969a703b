package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
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
 * Those that are replaced as a whole are {@link Snapshot}s.
 */
public record JobFolder(Path path) {
    public static JobFolder of(Path jobs, JobId id) {
        return new JobFolder(jobs.resolve(id.value()));
    }

    /** Makes the folder of a new job. */
    public void create(JobSpec spec) throws IOException {
        delete();
        Files.createDirectories(path);
        Snapshot.forceFolder(path.resolveSibling("."));
        save("spec", new Submit(spec), Durability.FORCED);
    }

    /** Empty if the controller was killed before the job was accepted, or if the file is damaged. */
    public Optional<JobSpec> spec() throws IOException {
        return load("spec", Submit.class).map(Submit::spec);
    }

    /** How the job ended; empty if it has not, or if the file is damaged. */
    public Optional<ClientMessage> verdict() throws IOException {
        return load("verdict", ClientMessage.class);
    }

    /** What the verdict is about has to be on the disk before. */
    public void saveVerdict(ClientMessage verdict) throws IOException {
        save("verdict", verdict, Durability.FORCED);
    }

    public Optional<JobSummary> tally() throws IOException {
        return load("tally", Completed.class).map(Completed::summary);
    }

    /** Often called, and soon out of date, so it is not forced to the disk. */
    public void saveTally(JobSummary summary) throws IOException {
        save("tally", new Completed(summary), Durability.LEFT_TO_THE_SYSTEM);
    }

    public void saveStart(Instant instant) throws IOException {
        new Snapshot(path.resolve("started"))
                .save(StandardCharsets.UTF_8.encode(instant.toString()), Durability.FORCED);
    }

    public Optional<Instant> start() throws IOException {
        return new Snapshot(path.resolve("started"))
                .load()
                .map(text -> Instant.parse(StandardCharsets.UTF_8.decode(text)));
    }

    public EntryLog entries(int lane) throws IOException {
        return new EntryLog(path.resolve("lane-" + lane + ".entries"));
    }

    public ResultSlots results(int lane, JobSpec spec) throws IOException {
        return new ResultSlots(path.resolve("lane-" + lane + ".results"), spec.algorithm());
    }

    public ProblemLog problems() throws IOException {
        return new ProblemLog(path.resolve("problems"));
    }

    public LeaseLog leases() throws IOException {
        return new LeaseLog(path.resolve("leases"));
    }

    public EventLog events(Clock clock) throws IOException {
        return new EventLog(path.resolve("events.jsonl"), clock);
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

    private <T extends Message> Optional<T> load(String name, Class<T> type) throws IOException {
        Optional<ByteBuffer> frame = new Snapshot(path.resolve(name)).load();
        if (frame.isEmpty() || frame.get().remaining() <= Frames.LENGTH_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = frame.get();
        Message message = Frames.decode(bytes.slice(Frames.LENGTH_BYTES, bytes.remaining() - Frames.LENGTH_BYTES));
        return Optional.of(message).filter(type::isInstance).map(type::cast);
    }

    private void save(String name, Message message, Durability durability) throws IOException {
        new Snapshot(path.resolve(name)).save(Frames.encode(message), durability);
    }
}
