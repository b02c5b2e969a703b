package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launcher chooses a start-up cache by the name of the command, before there is a program to ask. */
class LauncherListTest {
    /** They have other work than connecting to nodes, and another cache. */
    private static final Set<String> BESIDES = Set.of("config", "keeper", "nodes", "run-experiment", "vm");

    @Test
    void hasEveryCommandThatConnectsToNodes() throws IOException {
        var commands = Volta.commandLine(
                        new StandardStreams(
                                InputStream.nullInputStream(),
                                new ByteArrayOutputStream(),
                                new ByteArrayOutputStream()),
                        Modules.builtIn())
                .getSubcommands();
        var connecting = commands.entrySet().stream()
                .filter(command -> Stream.concat(
                                Stream.of(command.getValue()), command.getValue().getSubcommands().values().stream())
                        .anyMatch(line -> line.getCommandSpec().findOption("--identity") != null))
                .map(command -> command.getKey())
                .filter(name -> !BESIDES.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed("transfers", "nodes", "services")).isEqualTo(connecting);
    }

    @Test
    void hasTheCommandsThatLookAtServices() throws IOException {
        assertThat(listed("services"))
                .containsExactlyInAnyOrder(
                        "collect-metrics",
                        "deploy-all",
                        "doctor",
                        "logs",
                        "restart",
                        "start",
                        "status",
                        "stop",
                        "stop-all");
    }

    @Test
    void hasTheCommandThatRunsExperiments() throws IOException {
        assertThat(listed("runs")).containsExactly("run-experiment");
    }

    private static Set<String> listed(String... kinds) throws IOException {
        var launcher = Files.readString(Path.of("../volta"));
        var names = new TreeSet<String>();
        for (var kind : kinds) {
            var found = Pattern.compile("(?m)^ +([a-z| \\\\\\n-]+)\\) trained=" + kind + " ;;")
                    .matcher(launcher);
            assertThat(found.find()).as(kind).isTrue();
            names.addAll(List.of(found.group(1).replaceAll("[\\s\\\\]", "").split("\\|", -1)));
        }
        return names;
    }
}
