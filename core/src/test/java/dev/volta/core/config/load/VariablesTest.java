package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Limits;
import dev.volta.core.service.TestKinds;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Variables of services, and in their limits. */
class VariablesTest extends FleetFolder {
    @Test
    void layersEnvFilesUnderTheEnvironment() throws IOException {
        write("a.env", "# base\nA=1\nB='two words'\nC=${A}${HOME}\n");
        write("b.env", "B=2 # not a comment\nD=$${A}\n");
        write("volta.yaml", """
                nodes: [{name: n1, address: 10.0.0.7}]
                services:
                  s:
                    on: '*'
                    command: [x]
                    env_file: [a.env, b.env]
                    env: {A: 9, E: '${A}-${node.name}-${node.address}', F: $5}
                """);
        var configuration = read();
        var node = configuration.inventory().nodes().getFirst();
        assertThat(configuration.services().getFirst().environmentOn(node))
                .containsExactly(
                        Map.entry("A", "9"),
                        Map.entry("B", "2 # not a comment"),
                        Map.entry("C", "1/home/op"),
                        Map.entry("D", "${A}"),
                        Map.entry("E", "1-n1-10.0.0.7"),
                        Map.entry("F", "$5"));
    }

    @Test
    void takesASingleEnvFileWithoutAList() throws IOException {
        write("a.env", "A=1\n");
        write(
                "volta.yaml",
                "services: {s: {on: '*', command: [x], env_file: a.env}}\nnodes: [{name: local, address: local}]\n");
        assertThat(read().services().getFirst().env()).containsOnlyKeys("A");
    }

    @Test
    void putsVariablesIntoLimits() throws IOException {
        write("a.env", "MEMORY=35.2GiB\nCPUS=2\n");
        var limits = "limits: {memory: '${MEMORY}', cpus: '${CPUS}'}";
        write(
                "volta.yaml",
                "services: {s: {on: '*', command: [x], env_file: a.env, " + limits
                        + "}}\nnodes: [{name: local, address: local}]\n");
        assertThat(read().services().getFirst().limits())
                .isEqualTo(new Limits(Optional.of(ByteSize.parse("35.2GiB")), Optional.of(new BigDecimal("2"))));
        Files.createDirectories(folder.resolve("profiles"));
        write("profiles/b.env", "MEMORY=1GiB\n");
        var files = FleetFiles.find(folder, Optional.empty(), Optional.empty(), Optional.empty());
        var profile = Profiles.find("b", "--profile", List.of(folder.resolve("profiles"), folder.resolve("none")));
        var chosen = FleetSource.read(files, TestKinds.known(), Map.of(), Optional.of(profile))
                .value();
        assertThat(chosen.services().getFirst().limits().memory()).contains(ByteSize.parse("1GiB"));
    }

    @Test
    void refusesUnsetVariablesInLimitsAndUnknownProfiles() throws IOException {
        write(
                "volta.yaml",
                "services: {s: {on: '*', command: [x], limits: {memory: '${MEMORY}'}}}\nnodes: [{name: local, address: local}]\n");
        assertThat(problems())
                .contains(
                        "volta.yaml:1:56: services.s.limits.memory: variable 'MEMORY' is not set; set it in an env_file,"
                                + " export it, or choose a --profile");
        Files.createDirectories(folder.resolve("profiles"));
        write("profiles/32_2.env", "CPUS=2\n");
        var folders = List.of(folder.resolve("profiles"));
        var unknown =
                catchThrowableOfType(ConfigurationException.class, () -> Profiles.find("32_3", "--profile", folders));
        assertThat(unknown).hasMessageContaining("there is no profile '32_3'; did you mean '32_2'?");
    }

    @Test
    void refusesUnsetVariablesAndWrongEnvFiles() throws IOException {
        write("a.env", "A=${NOPE}\nnot a variable\n1A=1\n");
        write("volta.yaml", """
                services:
                  s:
                    on: '*'
                    command: [x]
                    env_file: [a.env, missing.env]
                    env: {X: '${UNSET}', Y: '${node.color}', Z: '${open', 2X: 1}
                nodes: [{name: local, address: local}]
                """);
        assertThat(problems())
                .containsExactly(
                        "a.env:1:1: A: variable 'NOPE' is not set; set it in an env_file, export it, or"
                                + " choose a --profile",
                        "a.env:2:1: the line does not begin with a variable's name and =; expected NAME=VALUE",
                        "a.env:3:1: the line does not begin with a variable's name and =; expected NAME=VALUE",
                        "volta.yaml:5:23: services.s.env_file: 'missing.env' does not exist; expected a file beside"
                                + " this one",
                        "volta.yaml:6:14: services.s.env.X: variable 'UNSET' is not set; set it in an env_file,"
                                + " export it, or choose a --profile",
                        "volta.yaml:6:29: services.s.env.Y: '${node.color}' is not known here; expected ${node.name}"
                                + " or ${node.address}",
                        "volta.yaml:6:49: services.s.env.Z: a '${' has no '}' or no name;"
                                + " expected ${NAME}, or $$ for $",
                        "volta.yaml:6:59: services.s.env: '2X' is not a variable name; expected"
                                + " [A-Za-z_][A-Za-z0-9_]*");
    }

    /** A shell would join the pieces; what is not one pair of quotes around a value is refused, and not repeated. */
    @Test
    void refusesQuotesThatAreNotOnePairAroundTheValue() throws IOException {
        write("a.env", """
                A='it'\\''s'
                B="say \\"hi\\""
                C='tis
                D="a" # comment
                E='
                F="it's"
                G='say "hi"'
                H=it's
                I=''
                """);
        write(
                "volta.yaml",
                "services: {s: {on: '*', command: [x], env_file: a.env}}\nnodes: [{name: local, address: local}]\n");
        assertThat(problems())
                .containsExactlyElementsOf(Stream.of("1:1: A", "2:1: B", "3:1: C", "4:1: D", "5:1: E")
                        .map(place -> "a.env:" + place.substring(0, 5) + "the value of '" + place.substring(5)
                                + "' begins with a quote, and the next such quote is not at its end; write it"
                                + " without quotes, or in one pair of the other kind, such as \"it's\"")
                        .toList());
        write("a.env", "F=\"it's\"\nG='say \"hi\"'\nH=it's\nI=''\nJ=a'b'\n");
        var configuration = read();
        assertThat(configuration
                        .services()
                        .getFirst()
                        .environmentOn(configuration.inventory().nodes().getFirst()))
                .containsExactly(
                        Map.entry("F", "it's"),
                        Map.entry("G", "say \"hi\""),
                        Map.entry("H", "it's"),
                        Map.entry("I", ""),
                        Map.entry("J", "a'b'"));
    }
}
