package dev.volta.cli.keeper;

import dev.volta.cli.common.BuildInfo;
import dev.volta.cli.common.Installation;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which program runs as the keeper: this one, on this JVM, with less memory. */
public final class KeeperFiles {
    public static final Duration IDLE = Duration.ofMinutes(10);

    private static final String MAIN = "dev.volta.cli.keeper.process.KeeperMain";
    private static final String START_UP_CACHE = "-XX:AOTCache=";
    private static final Pattern OF_OTHER_COMMANDS = Pattern.compile("/(local|runs|services)-");
    private static final String OF_COMMANDS_THAT_CONNECT = "/nodes-";

    /**
     * A gigabyte of output needs no more than a megabyte does; a session has about 50 KiB. What many commands at once
     * needed beyond that goes back to the system with the collection that follows them; what compiling needed, every few
     * seconds.
     */
    private static final List<String> MEMORY = List.of(
            "-Xms8m",
            "-Xmx192m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:-ShrinkHeapInSteps",
            "-XX:TrimNativeHeapInterval=5000",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData");

    private KeeperFiles() {}

    /** The keeper that leaves when nobody has needed it for the usual time. */
    public static KeeperProgram program(KeeperPlace place) {
        return program(place, IDLE);
    }

    public static KeeperProgram program(KeeperPlace place, Duration idle) {
        var argv = new ArrayList<String>();
        argv.addAll(locale());
        argv.add(Installation.java().toString());
        argv.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        argv.addAll(MEMORY);
        argv.add("-Xlog:disable");
        startUpCache().forEach(argv::add);
        argv.addAll(List.of("-cp", absoluteClassPath(), MAIN));
        var build = build();
        argv.addAll(List.of(
                place.fleet().toString(),
                place.folder().toString(),
                place.name(),
                build,
                Long.toString(idle.toSeconds())));
        return new KeeperProgram(argv, build);
    }

    /** This program's own; what it starts usually gets that of its caller, in which Java may not read every path. */
    private static List<String> locale() {
        return Optional.ofNullable(System.getenv("LC_ALL"))
                .map(own -> List.of("env", "LC_ALL=" + own))
                .orElse(List.of());
    }

    /**
     * The cache of loaded classes: that for commands that connect, as the keeper does, or else the one that this process
     * was started with. The JVM takes one that is older than the jars for good, as the launcher does not; and it would
     * leave it out if it were given any option about modules.
     */
    private static Stream<String> startUpCache() {
        return ProcessHandle.current().info().arguments().stream()
                .flatMap(Stream::of)
                .takeWhile(argument -> argument.startsWith("-"))
                .filter(argument -> argument.startsWith(START_UP_CACHE))
                .map(argument -> argument.substring(START_UP_CACHE.length()))
                .map(own -> START_UP_CACHE + connecting(own));
    }

    private static String connecting(String own) {
        var better = Path.of(OF_OTHER_COMMANDS.matcher(own).replaceAll(OF_COMMANDS_THAT_CONNECT));
        try {
            var fresh = Files.isReadable(better)
                    && Files.getLastModifiedTime(better).compareTo(timeOfJar()) > 0;
            return fresh ? better.toString() : own;
        } catch (IOException e) {
            return own;
        }
    }

    private static String absoluteClassPath() {
        var entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        return String.join(
                File.pathSeparator,
                Stream.of(entries)
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /** Version, revision and the time of the jar: a keeper must not go on with classes of a jar that was replaced. */
    private static String build() {
        try {
            return BuildInfo.load() + " of " + timeOfJar();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime timeOfJar() throws IOException {
        var source = KeeperFiles.class.getProtectionDomain().getCodeSource();
        try {
            return Files.getLastModifiedTime(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
