package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of experiments over a controller and workers on four real sshd nodes. */
abstract class OnDistributedFleet {
    @TempDir
    static Path folder;

    static TestFleet fleet;

    Path out;

    @BeforeAll
    static void startNodes() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        fleet = TestFleet.start(folder);
        describe("volta.yaml", 4);
        var trusted = fleet.volta("trust", "--yes");
        assertThat(trusted.code()).as(trusted.err()).isZero();
        for (var node = 2; node <= 4; node++) {
            fill(data(node), 150, 64 << 10, node);
        }
    }

    @AfterAll
    static void stopNodes() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @BeforeEach
    void haveAFolderForResults() throws IOException {
        out = Files.createTempDirectory(folder, "results");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        var processes = Ran.bash(folder, "pgrep -af '[v]olta-(controller|worker)[^ ]*jar " + folder + "'");
        assertThat(processes.out()).isEmpty();
        assertThat(folder.resolve("n2/run/controller.sock")).doesNotExist();
    }

    /** Some seconds of work, none of it on a disk. */
    static String[] muchWork() throws Exception {
        var large = folder.resolve("large-enough");
        Ran.bash(
                folder,
                "mkdir -p " + large + " && cd " + large + " && for i in 1 2 3 4 5 6 7 8; do truncate -s 2G $i; done");
        return new String[] {"--input", "n2:" + large, "--input", "n3:" + large};
    }

    /** As much of it as will be waited for: the run ends when it is interrupted. */
    static String[] workWithoutEnd() throws Exception {
        var all = new ArrayList<>(List.of("--repeat", "1000"));
        all.addAll(List.of(muchWork()));
        return all.toArray(String[]::new);
    }

    /** The description in another folder, as another operator has it: with nothing of what commands have left there. */
    static Path cloned(String name) throws IOException {
        var clone = Files.createDirectories(folder.resolve(name));
        Files.copy(folder.resolve("volta.yaml"), clone.resolve("volta.yaml"), StandardCopyOption.REPLACE_EXISTING);
        return clone;
    }

    static Ran inClone(Path clone, String command, String... arguments) {
        var all = new ArrayList<>(
                List.of("--known-hosts", folder.resolve(".volta/known_hosts").toString()));
        all.addAll(Arrays.asList(arguments));
        return fleet.on(folder.relativize(clone) + "/volta.yaml", command, all.toArray(String[]::new));
    }

    static String keeper(String command, String... arguments) {
        var all = new ArrayList<>(
                List.of("keeper", command, "-f", folder.resolve("volta.yaml").toString()));
        all.addAll(Arrays.asList(arguments));
        return Ran.volta(all.toArray(String[]::new)).out();
    }

    /** An experiment in a process of its own. */
    Process start(Path log, String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("--mode=distributed", "--out", out.toString()));
        all.addAll(Arrays.asList(arguments));
        var line = TestFleet.interruptible(
                fleet.program("-Xmx256m", "volta.yaml", "run-experiment", all.toArray(String[]::new)));
        return new ProcessBuilder("bash", "-c", line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    Ran run(String... arguments) {
        var all = new ArrayList<>(List.of("--mode=distributed", "-q", "--out", out.toString()));
        all.addAll(Arrays.asList(arguments));
        return fleet.volta("run-experiment", all.toArray(String[]::new));
    }

    static void describe(String file, int nodes) throws IOException {
        var lines = new ArrayList<String>();
        for (var i = 1; i <= nodes; i++) {
            var own = folder.resolve("n" + i);
            lines.add(fleet.line(
                    "n" + i,
                    "127.0.0.1",
                    fleet.port(i),
                    "paths: {install: " + own.resolve("opt") + ", run: " + own.resolve("run") + ", log: "
                            + own.resolve("log") + "}"));
        }
        fleet.describe(file, lines);
    }

    static void fill(Path tree, int files, int bytes, long seed) throws IOException {
        Files.createDirectories(tree);
        var random = new Random(seed);
        var content = new byte[bytes];
        for (var i = 0; i < files; i++) {
            random.nextBytes(content);
            Files.write(tree.resolve("file" + i), Arrays.copyOf(content, random.nextInt(bytes)));
        }
    }

    static Path data(int node) {
        return folder.resolve("data" + node);
    }

    static String at(int node) {
        return "n" + node + ":" + data(node);
    }

    static List<String> workers() throws Exception {
        return Ran.bash(folder, "pgrep -f '[v]olta-worker[^ ]*jar " + folder + "'")
                .out()
                .lines()
                .toList();
    }

    static void endServices() throws Exception {
        for (var node = 1; node <= 4; node++) {
            Ran.bash(
                    folder,
                    "for w in " + folder + "/n" + node + "/opt/*/services/*/watcher; do"
                            + " read -r pid rest <$w && kill $pid; done");
        }
        eventually(() -> workers().isEmpty()
                && Ran.bash(folder, "pgrep -f '[v]olta-controller[^ ]*jar " + folder + "'")
                        .out()
                        .isEmpty());
    }

    Path theOnlyResult() throws IOException {
        return only(out);
    }

    static Path only(Path results) throws IOException {
        try (var folders = Files.list(results)) {
            var all = folders.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    static JsonNode record(Path results) throws IOException {
        return new ObjectMapper().readTree(results.resolve("run.json").toFile());
    }

    interface Check {
        boolean holds() throws Exception;
    }

    static void eventually(Check check) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
