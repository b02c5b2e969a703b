package dev.volta.hashing.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.report.ResultsFailure;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.AtomicFile;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.manifest.ManifestFormat;
import dev.volta.hashing.node.client.ResultListener;
import dev.volta.hashing.node.job.JobResult;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a job leaves in the results folder: {@code manifest.<algorithm>}, readable by {@code <algorithm>sum -c}, and {@code problems.jsonl} with one object per input that has no digest: {@code path}, {@code
 * reason}, {@code detail}. Both replace those of an earlier trial at once.
 */
final class ResultFiles implements ResultListener, AutoCloseable {
    static final String PROBLEMS = "problems.jsonl";

    private final Path folder;
    private final String manifestName;
    private final Algorithm algorithm;
    private final List<NamedRoot> roots;
    private final ObjectMapper json = new ObjectMapper();
    private final MessageDigest fingerprint;
    private final OutputStream manifest;
    private final OutputStream problems;
    private final long[] files;
    private final long[] bytes;
    private final long[] failures;
    private final long[] skipped;

    ResultFiles(Path folder, Algorithm algorithm, List<NamedRoot> roots) {
        this.folder = folder;
        this.manifestName = "manifest." + algorithm.id();
        this.algorithm = algorithm;
        this.roots = roots;
        this.fingerprint = Sha256.digest();
        this.files = new long[roots.size()];
        this.bytes = new long[roots.size()];
        this.failures = new long[roots.size()];
        this.skipped = new long[roots.size()];
        try {
            this.manifest = new BufferedOutputStream(
                    new DigestOutputStream(
                            new FileOutputStream(part(manifestName).toFile()), fingerprint),
                    1 << 16);
            this.problems =
                    new BufferedOutputStream(new FileOutputStream(part(PROBLEMS).toFile()));
        } catch (IOException e) {
            throw new ResultsFailure(folder, e);
        }
    }

    @Override
    public void take(JobResult result) {
        try {
            switch (result) {
                case JobResult.Hashed hashed -> {
                    files[hashed.root()]++;
                    bytes[hashed.root()] += hashed.size();
                    ManifestFormat.GNU.write(
                            manifest,
                            algorithm,
                            hashed.digest(),
                            roots.get(hashed.root()).asGiven(hashed.path()));
                }
                case JobResult.Failed failed -> {
                    failures[failed.root()]++;
                    problem(failed);
                }
                case JobResult.Skipped past -> skipped[past.root()]++;
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What has come of each input so far. */
    List<InputTotal> totals() {
        return IntStream.range(0, roots.size())
                .mapToObj(i -> new InputTotal(roots.get(i).input(), files[i], bytes[i], failures[i], skipped[i]))
                .toList();
    }

    private void problem(JobResult.Failed failed) throws IOException {
        var object = new LinkedHashMap<String, String>();
        object.put("path", roots.get(failed.root()).asGiven(failed.path()).text());
        object.put("reason", failed.reason().name());
        object.put("detail", failed.detail());
        problems.write(json.writeValueAsBytes(object));
        problems.write("\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Puts both files in their places; returns the SHA-256 of the manifest. */
    String complete() {
        try {
            close();
            for (var name : List.of(manifestName, PROBLEMS)) {
                AtomicFile.publish(part(name), folder.resolve(name));
            }
        } catch (IOException e) {
            throw failure(e);
        }
        return HexFormat.of().formatHex(fingerprint.digest());
    }

    @Override
    public void close() {
        try (manifest;
                problems) {
            manifest.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What was written so far is of no use, and may be what fills the disk. */
    private ResultsFailure failure(IOException e) {
        var written = part(manifestName).toFile().length();
        part(manifestName).toFile().delete();
        part(PROBLEMS).toFile().delete();
        return new ResultsFailure(folder.resolve(manifestName), written, e);
    }

    private Path part(String name) {
        return folder.resolve("." + name + ".part");
    }
}
