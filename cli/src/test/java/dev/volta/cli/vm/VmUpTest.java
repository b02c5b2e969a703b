package dev.volta.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which machines {@code volta vm up} refuses to boot, before it looks at any. */
class VmUpTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-n|3|-n must be from 1 to 2, the number of described machines, not 3;"
                        + " for more, add lines to ports.conf: seq 2222 2229 >ports.conf",
                "-n|0|-n must be from 1 to 2, the number of described machines, not 0;"
                        + " for more, add lines to ports.conf: seq 2222 2229 >ports.conf",
                "--memory|1MiB|a memory of 1MiB is too small; expected at least 128MiB",
                "--cpus|0|'0' is not a number of CPUs; expected at least 1"
            })
    void refusesMachinesThatThereCannotBe(String option, String value, String message) throws IOException {
        Files.writeString(folder.resolve("ports.conf"), "2222\n2223\n");
        Files.writeString(folder.resolve("volta.yaml"), "fleet: {name: lab}\n");
        var ran = up(option, value);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).isEqualTo("volta: " + message + "\nTry 'volta vm up --help'.\n");
    }

    @Test
    void refusesNodesThatAreNoMachines() throws IOException {
        Files.writeString(folder.resolve("volta.yaml"), "nodes: [{name: n1, address: 192.0.2.1}]\n");
        var ran = up("--dry-run", "--cold");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith("volta: none of the chosen nodes is a virtual machine; each line of ports.conf is one,"
                        + " and each node with 'vm'\n");
    }

    private Ran up(String... options) {
        var all = new String[options.length + 4];
        all[0] = "vm";
        all[1] = "up";
        all[2] = "-f";
        all[3] = folder.resolve("volta.yaml").toString();
        System.arraycopy(options, 0, all, 4, options.length);
        return Ran.volta(all);
    }
}
