package dev.volta.hashing.node.journal;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ClientMessage.Completed;
import dev.volta.hashing.node.wire.ClientMessage.Submit;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
 */
public record JobFolder(Path path) {
    public static JobFolder of(Path jobs, JobId id) {
        return new JobFolder(jobs.resolve(id.value()));
    }

    /** Makes the folder of a new job. */
    public void create(JobSpec spec) throws IOException {
        Files.createDirectories(path);
        save("spec", new Submit(spec));
    }

    /** Empty if the controller was killed before the job was accepted. */
    public Optional<JobSpec> spec() throws IOException {
        return load("spec").map(message -> ((Submit) message).spec());
    }

    public Optional<ClientMessage> verdict() throws IOException {
        return load("verdict").map(ClientMessage.class::cast);
    }

    public void saveVerdict(ClientMessage verdict) throws IOException {
        save("verdict", verdict);
    }

    public Optional<JobSummary> tally() throws IOException {
        return load("tally").map(message -> ((Completed) message).summary());
    }

    public void saveTally(JobSummary summary) throws IOException {
        save("tally", new Completed(summary));
    }

    public void saveStart(Instant instant) throws IOException {
        Files.writeString(path.resolve("started"), instant.toString());
    }

    public Optional<Instant> start() throws IOException {
        Path file = path.resolve("started");
        // Empty if the controller was killed between making the file and writing it.
        return Files.exists(file)
                ? Optional.of(Files.readString(file))
                        .filter(text -> !text.isEmpty())
                        .map(Instant::parse)
                : Optional.empty();
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

    private Optional<Message> load(String name) throws IOException {
        Path file = path.resolve(name);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        ByteBuffer frame = ByteBuffer.wrap(Files.readAllBytes(file));
        return Optional.of(Frames.decode(frame.slice(4, frame.capacity() - 4)));
    }

    /** A reader sees the old file or the new one, never a part. */
    private void save(String name, Message message) throws IOException {
        Path next = path.resolve(name + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer frame = Frames.encode(message);
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        }
        Files.move(next, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
