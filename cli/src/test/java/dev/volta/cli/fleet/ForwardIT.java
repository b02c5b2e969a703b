package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ports of services on real sshd nodes that programs of this machine reach. */
@Timeout(600)
class ForwardIT extends OnDeployFleet {
    private static final byte[] METRICS = "node_up 1\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void aKeeperLeadsToThePortOfAServiceUntilItIsNoLongerDescribed() throws Exception {
        var there = OpenSshd.freePort();
        var here = OpenSshd.freePort();
        var line = "127.0.0.1:" + here + " -> n2:" + there + " (exporter)\n";
        describe("volta.yaml", exporter(there, "forward: {" + there + ": " + here + "}"));
        try {
            var without = done("deploy-all");
            assertThat(without.out()).doesNotContain(line);
            assertThat(without.err()).contains("volta: ports of services are not forwarded to this machine without a");
            assertThat(done("status").out())
                    .endsWith(line.strip() + ": no keeper leads there; run 'volta deploy-all --keep'\n");

            var deployed = done("deploy-all", "--keep");
            assertThat(deployed.out()).isEqualTo(line + "4 nodes as described; nothing was changed\n");
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), there), 0);
            server.createContext("/metrics", exchange -> {
                exchange.sendResponseHeaders(200, METRICS.length);
                exchange.getResponseBody().write(METRICS);
                exchange.close();
            });
            server.start();
            try {
                assertThat(scraped(here)).isEqualTo("node_up 1\n");
            } finally {
                server.stop(0);
            }
            assertThat(done("status").out()).endsWith(line);
            var forward = new ObjectMapper()
                    .readTree(done("status", "--output", "json").out())
                    .get("forwards");
            assertThat(forward)
                    .hasToString("[{\"service\":\"exporter\",\"node\":\"n2\",\"port\":" + there
                            + ",\"address\":\"127.0.0.1:" + here + "\",\"open\":true}]");

            describe("volta.yaml", exporter(there, "forward: {}"));
            assertThat(done("deploy-all", "--keep").out()).isEqualTo("4 nodes as described; nothing was changed\n");
            assertThatThrownBy(() -> scraped(here)).isInstanceOf(IOException.class);
        } finally {
            stopKeeper();
        }
    }

    @Test
    void aPortThatIsTakenHereFailsTheDeploymentAndStopAllClosesTheOthers() throws Exception {
        var there = OpenSshd.freePort();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var here = OpenSshd.freePort();
            var ports = "{" + there + ": " + here + "}";
            describe(
                    "volta.yaml",
                    exporter(there, "forward: " + ports) + "  other: {on: [n3], command: " + STAY
                            + ", ports: [1], forward: {1: " + taken.getLocalPort() + "}}\n");
            var failed = volta("deploy-all", "--keep");
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err())
                    .contains("volta: n3: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use\n");
            assertThat(failed.out()).contains("127.0.0.1:" + here + " -> n2:" + there + " (exporter)\n");
            done("stop-all");
            assertThat(done("status", "--output", "json", "-l", "n1").out()).contains("\"forwards\" : [ ]");
            assertThat(volta("status", "--output", "json").out()).doesNotContain("\"open\" : true");
        } finally {
            stopKeeper();
        }
    }

    private static String exporter(int port, String more) {
        return "  exporter: {on: [n2], command: " + STAY + ", ports: [" + port + "], " + more + "}\n";
    }

    private static String scraped(int port) throws IOException {
        try (var in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void stopKeeper() throws Exception {
        var _ = volta("keeper stop");
    }
}
