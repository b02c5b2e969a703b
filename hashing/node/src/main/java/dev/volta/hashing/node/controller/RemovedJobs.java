package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders of jobs that are to be deleted. To delete files of gigabytes takes seconds, so a folder gets another name at once,
 * under which it is no job, and its files are deleted without the board's lock. The name begins with a dot, as no job's does.
 */
final class RemovedJobs {
    private static final String PREFIX = ".removed-";

    private final Path jobs;
    private final List<Path> waiting = new ArrayList<>();
    private long count;

    RemovedJobs(Path jobs) {
        this.jobs = jobs;
    }

    /** Those that an earlier process did not come to. */
    void find() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jobs, PREFIX + "*")) {
            found.forEach(waiting::add);
        }
    }

    /** Whether {@code path} is the folder of a job that was removed. */
    static boolean isOne(Path path) {
        return path.getFileName().toString().startsWith(PREFIX);
    }

    /** Takes a job out of the way, and says whether there was one. Guarded by the board's lock, as {@link #take} is. */
    boolean setAside(JobId id) throws IOException {
        Path aside = jobs.resolve(PREFIX + Long.toHexString(System.nanoTime()) + "-" + count++);
        try {
            Files.move(jobs.resolve(id.value()), aside, StandardCopyOption.ATOMIC_MOVE);
            waiting.add(aside);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Those that wait, which are the caller's to {@link #delete} from now on. */
    List<Path> take() {
        List<Path> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Deletes a folder of files. */
    static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
