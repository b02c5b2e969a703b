package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.common.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code THIRD-PARTY.md} is what Maven writes; {@code -Dvolta.golden=write} has it written anew. */
class ThirdPartyIT {
    private static final Path LIST = Path.of("../THIRD-PARTY.md");
    private static final Path WRITTEN = Path.of("target/THIRD-PARTY.md");
    private static final Pattern LIBRARY = Pattern.compile("(?m)^\\| [^ ]+:([^ ]+) \\| ([^ ]+) \\|");

    @Test
    void theListHasNotDrifted() throws IOException {
        if ("write".equals(System.getProperty("volta.golden"))) {
            Files.copy(WRITTEN, LIST, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(LIST)
                .as("THIRD-PARTY.md; renew it by: mvn -q -Dmaven.test.skip=true -pl cli -am package"
                        + " && cp cli/target/THIRD-PARTY.md .")
                .hasSameTextualContentAs(WRITTEN);
    }

    @Test
    void everyLibraryThatIsInstalledIsInTheList() throws IOException {
        var listed = LIBRARY.matcher(Files.readString(WRITTEN))
                .results()
                .map(library -> library.group(1) + "-" + library.group(2) + ".jar")
                // Its jar is made here, and has this project's version.
                .map(jar -> jar.startsWith("picocli-")
                        ? "volta-picocli-" + BuildInfo.load().version() + ".jar"
                        : jar);
        try (var lib = Files.list(Path.of("target/dist/lib"))) {
            var installed = lib.map(jar -> jar.getFileName().toString())
                    .filter(name -> !name.startsWith("volta-") || name.startsWith("volta-picocli-"));
            assertThat(installed.toList()).containsExactlyInAnyOrderElementsOf(listed.toList());
        }
    }
}
