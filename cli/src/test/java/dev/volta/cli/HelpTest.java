package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The help of every command is what {@code src/test/help} says; {@code -Dvolta.golden=write} writes it anew. */
class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/help");

    @TestFactory
    List<DynamicTest> helpHasNotDrifted() {
        var streams = new StandardStreams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        var tests = new ArrayList<DynamicTest>();
        collect(Volta.commandLine(streams, Modules.builtIn()), tests);
        return tests;
    }

    private static void collect(CommandLine line, List<DynamicTest> tests) {
        var name = line.getCommandSpec().qualifiedName("-");
        tests.add(DynamicTest.dynamicTest(name, () -> compare(GOLDEN.resolve(name + ".txt"), help(line))));
        line.getSubcommands().values().forEach(sub -> collect(sub, tests));
    }

    private static String help(CommandLine line) {
        line.setUsageHelpAutoWidth(false);
        return line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private static void compare(Path golden, String help) throws IOException {
        if ("write".equals(System.getProperty("volta.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, help);
        }
        assertThat(help).isEqualTo(Files.readString(golden));
    }
}
