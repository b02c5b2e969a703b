package dev.volta.cli.training;

import dev.volta.cli.Interruption;
import dev.volta.cli.Main;
import dev.volta.cli.common.StandardStreams;
import dev.volta.cli.training.TrainingServer.Commands;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.run.ExitCode;
import dev.volta.hashing.engine.RawArguments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code TrainingMain local|nodes|services|transfers|runs}: runs commands that touch what every start of a kind touches, so
 * that the JVM's start-up cache (JEP 483, 514) holds it. The launcher runs this once per kind after a build. {@code nodes} is
 * for commands that connect to nodes, {@code services} for those that look at services there as well, {@code local} for most
 * others; they are apart because the JVM links every class of its cache at each start. {@code transfers} has sent much, so
 * that the JVM knows beforehand what is worth compiling. {@code runs} has hashed a file in an experiment on this machine.
 */
public final class TrainingMain {
    private static final long MUCH = 64L << 20;

    private TrainingMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        var interruption = Interruption.ofThisThread();
        var kind = RawArguments.lastOf(arguments.length).getFirst();
        var folder = Files.createTempDirectory("volta-training");
        try {
            switch (kind) {
                case "nodes" -> onNodes(folder, Commands.DO_NOTHING, TrainingMain::runOn);
                case "services" -> onNodes(folder, Commands.RUN, TrainingMain::lookAt);
                case "transfers" -> onNodes(folder, Commands.DO_NOTHING, TrainingMain::sendTo);
                case "runs" -> experiment(folder);
                default -> locally(folder);
            }
        } finally {
            deleteAll(folder);
            interruption.over();
        }
        System.exit(ExitCode.OK.code());
    }

    private static void locally(Path folder) throws IOException {
        run(List.of("--help"));
        var file = Files.write(folder.resolve("file"), new byte[1 << 20]).toString();
        run(List.of("hash", "sum", file));
        try (var _ = TrainingKeeper.of(folder)) {
            run(List.of("keeper", "status", "-f", fleet(folder)));
            runOn(folder, List.of("127.0.0.1", "127.0.0.2"), "--keep");
        } catch (KeeperException _) {
            // no place for a socket here: the cache holds less, and serves everything else
        }
    }

    /** A whole experiment on this machine. Its controller and workers are other processes, which have no cache. */
    private static void experiment(Path folder) throws IOException {
        var input = Files.write(folder.resolve("file"), new byte[1 << 20]).toString();
        run(List.of("run-experiment", "--dry-run", "--input", input));
        var results = folder.resolve("results").toString();
        run(List.of("run-experiment", "--input", input, "--out", results));
    }

    /** What is done with some nodes. */
    private interface Lesson {
        void on(Path folder, List<String> addresses, String... options) throws IOException, InterruptedException;
    }

    /** One node is connected to in another way than several are. */
    private static void onNodes(Path folder, Commands commands, Lesson lesson)
            throws IOException, InterruptedException {
        try (var server = TrainingServer.start(folder, commands)) {
            var knownHosts = Files.write(folder.resolve("known_hosts"), server.knownHosts());
            for (var some : List.of(server.addresses(), server.addresses().subList(0, 1))) {
                lesson.on(
                        folder,
                        some,
                        "--known-hosts",
                        knownHosts.toString(),
                        "--identity",
                        server.identity().toString());
            }
        }
    }

    private static void runOn(Path folder, List<String> addresses, String... options) throws IOException {
        run("exec", folder, addresses, options, "--", "true");
    }

    /** Looks at services that were deployed, and changes nothing. */
    private static void lookAt(Path folder, List<String> addresses, String... options)
            throws IOException, InterruptedException {
        var fleet = TrainingFleet.describe(folder, addresses);
        for (var command :
                List.of(List.of("deploy-all", "--dry-run"), List.of("status"), List.of("stop-all", "--dry-run"))) {
            run(Stream.of(command, List.of("-f", fleet.toString()), List.of(options))
                    .flatMap(List::stream)
                    .toList());
        }
    }

    private static void sendTo(Path folder, List<String> addresses, String... options) throws IOException {
        var large = folder.resolve("large");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(MUCH); // a hole, which takes no space on disk
        }
        run("push", folder, addresses, options, large.toString(), "/vanishes");
    }

    private static void run(String command, Path folder, List<String> addresses, String[] options, String... parameters)
            throws IOException {
        var nodes = Files.write(folder.resolve("nodes"), addresses).toString();
        run(Stream.of(
                        List.of(command, "-f", fleet(folder), "--nodes-file", nodes),
                        List.of(options),
                        List.of(parameters))
                .flatMap(List::stream)
                .toList());
    }

    private static String fleet(Path folder) throws IOException {
        return Files.writeString(folder.resolve("volta.yaml"), "fleet: {name: training}\n")
                .toString();
    }

    private static void run(List<String> arguments) {
        var streams = new StandardStreams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Main.run(streams, arguments);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
