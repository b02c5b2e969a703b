package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.local.LocalRemote;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdFormatTest {
    private static final SystemdFormat UNITS = new SystemdFormat(
            "lab",
            new NodeName("n1"),
            new SystemdFolders("/opt/volta/lab", "/run/volta", "/var/log/volta", "/opt/volta/lab/work"));

    @TempDir
    private Path folder;

    @Test
    void writesWordsThatComeOutAsTheyWere() {
        var environment = new LinkedHashMap<>(Map.of("A", "50% of $HOME\n\"it's\"\tC:\\x"));
        var text = UNITS.text(
                new ServiceUnit("web", List.of("prog", "$HOME", "a%b", "two\nlines", "\\n \"x\""), environment));
        assertThat(text.lines())
                .contains("EnvironmentFile=/opt/volta/lab/env/web", "WorkingDirectory=/opt/volta/lab/work/web")
                .contains("ExecStart=/bin/sh -c \"exec \\\"$$0\\\" \\\"$$@\\\"\" \"prog\" \"$$HOME\" \"a%%b\""
                        + " \"two\\nlines\" \"\\\\n \\\"x\\\"\"");
    }

    @Test
    void hasLimitsOnlyWhereTheyAreAskedFor() {
        var unit = new ServiceUnit("web", List.of("x"));
        assertThat(UNITS.text(unit)).doesNotContain("MemoryMax", "CPUQuota");
        var limited =
                unit.withLimits(new Limits(Optional.of(ByteSize.parse("64MiB")), Optional.of(new BigDecimal("0.50"))));
        assertThat(UNITS.text(limited).lines()).contains("MemoryMax=67108864", "MemorySwapMax=0", "CPUQuota=50%");
        var whole = unit.withLimits(new Limits(Optional.empty(), Optional.of(new BigDecimal("16"))));
        assertThat(UNITS.text(whole).lines()).contains("CPUQuota=1600%");
    }

    @Test
    void differsWhenWhatTheServiceReadsDiffers() {
        var unit = new ServiceUnit("web", List.of("x"));
        assertThat(UNITS.text(unit.withRevision("1"))).isNotEqualTo(UNITS.text(unit.withRevision("2")));
    }

    /** The program that reads units at boot says whether there is anything in one that it does not take. */
    @Test
    void passesTheCheckOfSystemd() throws Exception {
        try (var here = new LocalRemote(new NodeName("here"))) {
            assumeTrue(
                    here.run(Command.of("sh", "-c", "command -v systemd-analyze"))
                            .ok(),
                    "skipped: systemd-analyze is not installed");
            var environment = new LinkedHashMap<>(Map.of("A", "50% of $HOME\n\"it's\"\tC:\\x ü"));
            var limits = new Limits(Optional.of(ByteSize.parse("64MiB")), Optional.of(new BigDecimal("0.5")));
            var unit = new ServiceUnit("web", List.of("prog", "$HOME", "a%b", "two\nlines", "ü"), environment)
                    .withLimits(limits)
                    .withRevision("abc");
            var file = folder.resolve("volta-lab-web.service");
            Files.writeString(file, UNITS.text(unit), StandardCharsets.UTF_8);
            var checked = here.run(Command.of("systemd-analyze", "verify", "--man=no", file.toString()));
            assertThat(checked.err().lines().filter(line -> line.contains("volta-lab-web")))
                    .isEmpty();
            assertThat(checked.ok()).as(checked.err()).isTrue();
        }
    }
}
