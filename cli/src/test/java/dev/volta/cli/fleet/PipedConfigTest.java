package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipedConfigTest {
    @Test
    void everythingButAPipeStaysWhatItIs() {
        for (var file : List.of("/dev/null", "/no/such/file", "relative", "/etc/passwd")) {
            assertThat(PipedConfig.settled(Path.of(file), Map.of())).isEqualTo(Path.of(file));
        }
    }
}
