package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Port;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.service.TestKinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A folder in which a test writes the files of a fleet, then reads them as a command does. */
abstract class FleetFolder {
    @TempDir
    Path folder;

    static Reach ssh(String address, int port) {
        return new Reach.Ssh(address, new Port(port), Optional.empty());
    }

    void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    Configuration read() {
        return read(Optional.empty());
    }

    Configuration read(Optional<Path> nodesFile) {
        var files = FleetFiles.find(folder, Optional.empty(), Optional.empty(), nodesFile);
        return FleetSource.read(files, TestKinds.known(), Map.of("HOME", "/home/op"))
                .value();
    }

    List<String> problems() {
        return problems(Optional.empty());
    }

    /** The problems, with file names instead of paths. */
    List<String> problems(Optional<Path> nodesFile) {
        var thrown = catchThrowableOfType(ConfigurationException.class, () -> read(nodesFile));
        assertThat(thrown).isNotNull();
        return thrown.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }
}
