package dev.volta.hashing.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.node.process.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsSettingsTest {
    @TempDir
    private Path folder;

    private Settings settings(String text) throws Exception {
        return new Settings(Files.writeString(folder.resolve("p"), text));
    }

    @Test
    void withoutASocketThereAreNone() throws Exception {
        assertThat(MetricsSettings.read(settings(""), Map.of()).socket()).isEmpty();
    }

    @Test
    void thePortIsTheKernelsChoiceUnlessTheEnvironmentNamesOne() throws Exception {
        var settings = settings("metrics.socket=/run/w.metrics\n");
        assertThat(MetricsSettings.read(settings, Map.of()).firstPort()).isZero();
        assertThat(MetricsSettings.read(settings, Map.of("VOLTA_METRICS_PORT", "9464")))
                .isEqualTo(new MetricsSettings(java.util.Optional.of(Path.of("/run/w.metrics")), 9464));
        settings.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "65536", "http"})
    void refusesWhatIsNoPort(String text) throws Exception {
        var settings = settings("");
        MetricsSettings.read(settings, Map.of("VOLTA_METRICS_PORT", text));
        assertThatThrownBy(settings::check).hasMessageContaining("VOLTA_METRICS_PORT: '" + text + "' is not a port");
    }
}
