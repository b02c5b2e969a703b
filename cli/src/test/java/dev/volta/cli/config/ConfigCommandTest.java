package dev.volta.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Volta;
import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import dev.volta.hashing.engine.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    private static final Path MINIMAL = Path.of("../examples/minimal");

    @TempDir
    private Path folder;

    private record Ran(String out, String err, int code) {}

    @Test
    void findsTheExampleRight() {
        var fleet = MINIMAL.resolve("volta.yaml").toString();
        assertThat(volta("config", "check", "-f", fleet))
                .isEqualTo(new Ran("fleet: ok\n" + MINIMAL.resolve("experiment.yaml") + ": ok\n", "", 0));
        assertThat(volta("config", "check", fleet, MINIMAL + "/experiment.yaml", MINIMAL + "/ports.conf"))
                .isEqualTo(new Ran(
                        fleet + ": ok\n" + MINIMAL + "/experiment.yaml: ok\n" + MINIMAL + "/ports.conf: ok\n", "", 0));
    }

    @Test
    void tellsTheProblemsOfAllFilesAndExitsWith78() throws IOException {
        var fleet = Files.writeString(folder.resolve("volta.yaml"), "nodes: [{nam: a}]\n");
        var experiment = Files.writeString(folder.resolve("my-experiment.yaml"), "repat: 3\n");
        var ports = Files.writeString(folder.resolve("more.conf"), "x\n");
        var hosts = Files.writeString(folder.resolve("hosts"), "a b\n");
        var ran = volta("config", "check", fleet.toString(), experiment.toString(), ports.toString(), hosts.toString());
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().replace(folder + "/", "")).isEqualTo("""
                        volta: nothing was touched, because of this:
                        volta.yaml:1:9: nodes[0]: 'name' is missing; give a node name (letters, digits, '.', '_' and '-')
                        volta.yaml:1:10: nodes[0]: unknown key 'nam'; did you mean 'name'?
                        my-experiment.yaml:1:1: workload.inputs: is missing; say what to hash, such as inputs: [data]; [.] is the current folder
                        my-experiment.yaml:1:1: unknown key 'repat'; did you mean 'repeat'?
                        more.conf:1:1: 'x' is not a number; expected a port from 1 to 65535
                        hosts:1:1: 'a b' is not a host; expected [user@]host[:port], an IPv6 address in brackets
                        """);
    }

    @Test
    void showsWhatHoldsAndWhereItCameFrom() throws IOException {
        var hosts = Files.writeString(folder.resolve("hosts"), "root@alpha:2201\n");
        var fleet = Files.writeString(folder.resolve("volta.yaml"), "fleet: {name: lab}\n");
        var ran = volta("config", "show", "-f", fleet.toString(), "--nodes-file", hosts.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out().replace(folder + "/", "")).isEqualTo("""
                        fleet:
                          name: lab                                     # volta.yaml:1
                          paths: {}                                     # default
                        nodes:
                          - name: alpha                                 # hosts:1
                            address: alpha                              # hosts:1
                            port: 2201                                  # hosts:1
                            user: root                                  # hosts:1
                            labels:
                              - controller                              # default
                              - worker                                  # default
                        services:
                          controller:
                            "on": controller                            # default
                            kind: controller                            # default
                            after: []                                   # default
                            env_file: []                                # default
                            env: {}                                     # default
                            limits: {}                                  # default
                            ports: []                                   # default
                            forward: {}                                 # default
                          worker:
                            "on": worker                                # default
                            kind: worker                                # default
                            after:
                              - controller                              # default
                            env_file: []                                # default
                            env: {}                                     # default
                            limits: {}                                  # default
                            ports: []                                   # default
                            forward: {}                                 # default
                        """);
    }

    @Test
    void showsAPortsFileInPlaceOfTheFleetsNodes() throws IOException {
        var ports = Files.writeString(folder.resolve("some.conf"), "2222\n");
        assertThat(volta("config", "show", "--ports-file", ports.toString()).out())
                .contains("port: 2222");
    }

    @Test
    void showsAnExperimentAsJson() throws IOException {
        var experiment =
                Files.writeString(folder.resolve("experiment.yaml"), "repeat: 3\nworkload: {inputs: [data]}\n");
        var ran = volta("config", "show", "--output", "json", experiment.toString());
        var json = new ObjectMapper().readTree(ran.out());
        assertThat(json.at("/values/repeat").asInt()).isEqualTo(3);
        assertThat(json.at("/values/workload/algorithm").asText()).isEqualTo("sha256");
        assertThat(json.at("/origins/repeat").asText()).isEqualTo(experiment + ":1");
        assertThat(json.at("/origins/warmup").asText()).isEqualTo("default");
    }

    @Test
    void printsTheSchemas() throws IOException {
        var fleet = new ObjectMapper().readTree(volta("config", "schema").out());
        assertThat(fleet.at("/properties/services/description").asText()).isEqualTo("The programs to run, by name.");
        assertThat(volta("config", "schema", "volta").out())
                .isEqualTo(volta("config", "schema").out());
        var experiment = new ObjectMapper()
                .readTree(volta("config", "schema", "experiment").out());
        var algorithms = experiment.at("/properties/workload/oneOf/0/properties/algorithm/enum");
        assertThat(algorithms).hasSameSizeAs(Algorithm.values()).first().hasToString("\"sha256\"");
    }

    @Test
    void wantsACommand() {
        assertThat(volta("config").code()).isEqualTo(2);
        assertThat(volta("config").err()).contains("a command is missing: check, show or schema");
    }

    private static Ran volta(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var line = Volta.commandLine(
                new StandardStreams(new ByteArrayInputStream(new byte[0]), out, err), Modules.builtIn());
        var code = line.execute(arguments);
        line.getOut().flush();
        return new Ran(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code);
    }
}
