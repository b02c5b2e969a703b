package dev.volta.ssh.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternsTest {
    @ParameterizedTest
    @CsvSource({
        "vm1,          vm1,           true",
        "vm1,          vm10,          false",
        "vm10,         vm1,           false",
        "vm?,          vm1,           true",
        "vm?,          vm,            false",
        "vm?,          vm10,          false",
        "*,            vm1,           true",
        "**,           vm1,           true",
        "*.lab,        vm1.lab,       true",
        "*.lab,        vm1.lab.lab,   true",
        "*.lab,        vm1.lab.other, false",
        "vm*.lab*,     vm1.lab,       true",
        "v*m*1,        vmvm11,        true",
        "v*m*1,        vmvm12,        false",
        "a*a,          a,             false",
        "10.0.0.?,     10.0.0.7,      true",
        "10.0.0.?,     10a0b0c7,      false",
        "[::1]:23?,    [::1]:231,     true",
        "vm* !vm2,     vm1,           true",
        "vm* !vm2,     vm2,           false",
        "!vm2 vm*,     vm2,           false",
        "vm* !*2,      vm12,          false",
        "!vm2,         vm1,           false",
    })
    void matchesAsSshDoes(String patterns, String host, boolean matches) {
        assertThat(new HostPatterns(List.of(patterns.split(" ", -1))).match(host))
                .isEqualTo(matches);
    }
}
