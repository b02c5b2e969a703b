package dev.volta.cli.hash;

import dev.volta.cli.common.StandardStreams;
import dev.volta.core.run.ExitCode;
import dev.volta.hashing.engine.Accepted;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.OrderedHashing;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.manifest.ManifestFormat;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta hash sum}. */
@Command(
        name = "sum",
        description = "Print checksums as sha256sum does; with -r, of all files below folders, sorted by name.")
final class SumCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Option(
            names = "-r",
            description = "Hash all files below folders; symbolic links and special files there are only counted.")
    private boolean recursive;

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            converter = AlgorithmName.class,
            defaultValue = "sha256",
            description = "sha256 (default), sha512, sha1, md5, crc32c, xxh3 or blake3.")
    private Algorithm algorithm;

    @Mixin
    private Threads threads;

    @Option(names = "--follow", description = "With -r, follow symbolic links inside trees.")
    private boolean follow;

    @Option(names = "--tag", description = "Print BSD lines, which name the algorithm.")
    private boolean tagged;

    @Option(
            names = {"-z", "--zero"},
            description = "End lines with a zero byte, and do not escape names.")
    private boolean zeroTerminated;

    private boolean binary;

    @Parameters(paramLabel = "PATH", description = "Files or, with -r, folders; '-' or none reads standard input.")
    private List<String> paths = List.of("-");

    @Spec
    private CommandSpec spec;

    SumCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Option(
            names = {"-b", "--binary"},
            description = "Mark names with '*'. Files are read the same way with and without it.")
    @SuppressWarnings("unused") // an array, so that it may be given more than once
    void setBinary(boolean[] given) {
        binary = true;
    }

    /** Of the two the last one counts. */
    @Option(
            names = {"-t", "--text"},
            description = "Do not mark names (default).")
    @SuppressWarnings("unused") // as above
    void setText(boolean[] given) {
        binary = false;
    }

    @Override
    public Integer call() throws IOException {
        var complaints = new Complaints(spec.commandLine().getErr(), spec.qualifiedName());
        var sums = new Sums(streams.out(), new ManifestFormat(tagged, zeroTerminated, binary), algorithm, complaints);
        // A tree may hold FIFOs and devices that nobody meant; who names one means it.
        var accepted = recursive ? Accepted.REGULAR_FILES : Accepted.ANYTHING;
        try (var hashing = new OrderedHashing(algorithm, accepted, threads.count(), sums::add)) {
            for (var path : paths) {
                hash(RawPath.parse(path), hashing, sums);
            }
            hashing.finish();
        } catch (CancellationException e) {
            return ExitCode.INTERRUPTED.code();
        } finally {
            streams.out().flush();
        }
        sums.tellSkipped();
        return (sums.anyFailed() ? ExitCode.FAILED : ExitCode.OK).code();
    }

    private void hash(RawPath path, OrderedHashing hashing, Sums sums) {
        if (path.equals(StandardInput.DASH)) {
            hashing.finish();
            sums.add(path, StandardInput.hash(streams.in(), algorithm));
        } else if (recursive) {
            sums.walk(path, follow ? Symlinks.FOLLOW : Symlinks.SKIP, hashing);
        } else {
            hashing.add(path);
        }
    }
}
