package dev.volta.cli.hash;

import dev.volta.cli.common.StandardStreams;
import dev.volta.core.run.ExitCode;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawFileInput;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta hash check}. */
@Command(name = "check", description = "Check files against manifests, as sha256sum -c does.")
final class CheckCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Mixin
    private CheckRules rules;

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            converter = AlgorithmName.class,
            description = "sha256, sha512, sha1, md5, crc32c, xxh3 or blake3 (default: the one that BSD lines name,"
                    + " else by the length of the first digest; 32 bytes mean sha256).")
    private @Nullable Algorithm algorithm;

    @Mixin
    private Threads threads;

    @Parameters(paramLabel = "MANIFEST", description = "Files with checksums; '-' or none reads standard input.")
    private List<String> manifests = List.of("-");

    @Spec
    private CommandSpec spec;

    CheckCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var complaints = new Complaints(spec.commandLine().getErr(), spec.qualifiedName());
        var allGood = true;
        try {
            for (var manifest : manifests) {
                allGood &= check(RawPath.parse(manifest), complaints);
            }
        } catch (CancellationException e) {
            return ExitCode.INTERRUPTED.code();
        } finally {
            streams.out().flush();
        }
        return (allGood ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private boolean check(RawPath manifest, Complaints complaints) {
        var isStdin = manifest.equals(StandardInput.DASH);
        var name = isStdin ? "'standard input'" : QuotedName.of(manifest);
        InputStream in;
        try {
            in = isStdin ? streams.in() : new RawFileInput(manifest);
        } catch (IOException e) {
            complaints.about(name, String.valueOf(e.getMessage()));
            return false;
        }
        var tally = new CheckTally(streams.out(), rules, complaints);
        try (var reader = new ManifestReader(in, algorithm);
                var check = new ManifestCheck(tally, threads.count(), isStdin ? null : streams.in())) {
            for (var line = reader.next(); line != null; line = reader.next()) {
                check.take(line, name, algorithm == null ? Algorithm.SHA256 : algorithm);
            }
            check.finish();
        } catch (IOException e) {
            complaints.about(name, "read error");
            return false;
        }
        return tally.conclude(name);
    }
}
