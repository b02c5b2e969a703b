package dev.volta.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptResourceTest {
    private static final Path SOURCES = Path.of("..");

    /** The scripts of all modules. */
    private static List<Path> scripts() throws IOException {
        var scripts = new ArrayList<Path>();
        for (var module : List.of("core", "ssh", "cli")) {
            try (var files = Files.walk(SOURCES.resolve(module).resolve("src/main/resources"))) {
                files.filter(file -> file.toString().endsWith(".sh")).forEach(scripts::add);
            }
        }
        return scripts;
    }

    /** As Bash prints what it has read, in which there are no comments. */
    private static String asRead(String script) throws InterruptedException {
        return new LocalRemote(new NodeName("here"))
                .run(Command.of("bash", "-c", "eval \"f() {\n:\n$1\n}\"; declare -f f", "bash", script))
                .require()
                .out();
    }

    @Test
    void leavesOutCommentsAndNothingElse() throws IOException, InterruptedException {
        var scripts = scripts();
        assertThat(scripts).hasSizeGreaterThan(40);
        for (var file : scripts) {
            var script = Files.readString(file);
            var sent = ScriptResource.withoutComments(script);
            assertThat(asRead(sent)).as(file.toString()).isEqualTo(asRead(script));
            assertThat(sent).as(file.toString()).doesNotContain("# shellcheck");
        }
    }

    @Test
    void keepsTheLineThatNamesTheShell() {
        assertThat(ScriptResource.withoutComments("#!/bin/sh\n# a\n\t# b\necho \"$#\" # c\n#\n\n#d\n"))
                .isEqualTo("#!/bin/sh\necho \"$#\" # c\n\n");
    }
}
