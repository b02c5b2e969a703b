package dev.volta.core.vm.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.NodeName;
import dev.volta.core.vm.Accelerator;
import dev.volta.core.vm.Architecture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a machine stands. As text it is one JSON object.
 *
 * @param detail why it ended, or how it came up: {@code cold} and why, or from which template
 * @param pid of QEMU
 * @param residentBytes of QEMU's memory, what it shares with others counted in parts (PSS); 0 where that is unknown
 * @param ready from the order until the guest said that its SSH server accepts logins; absent where another process saw that
 */
public record VmStanding(
        NodeName name,
        Architecture architecture,
        Accelerator accelerator,
        Port ssh,
        ByteSize memory,
        int cpus,
        State state,
        String detail,
        long pid,
        long residentBytes,
        Instant since,
        Optional<Duration> ready) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double MILLIS = 1000;

    /** What a machine does. */
    public enum State {
        booting,
        running,
        /** By itself, or because somebody killed it. */
        ended
    }

    public boolean runs() {
        return state == State.running;
    }

    /** Whether it is as {@code node} describes it. */
    public boolean isLike(Node node) {
        return node.reach() instanceof Reach.Ssh reach
                && reach.port().equals(ssh)
                && node.vm()
                        .filter(vm -> vm.memory().equals(memory)
                                && vm.cpus() == cpus
                                && vm.arch().name().equalsIgnoreCase(architecture.name()))
                        .isPresent();
    }

    public ObjectNode json() {
        var json = JSON.createObjectNode()
                .put("name", name.value())
                .put("arch", architecture.name())
                .put("accelerator", accelerator.name())
                .put("port", ssh.number())
                .put("memory", memory.bytes())
                .put("cpus", cpus)
                .put("state", state.name())
                .put("detail", detail)
                .put("pid", pid)
                .put("residentBytes", residentBytes)
                .put("since", since.toString());
        ready.ifPresent(took -> json.put("readySeconds", took.toMillis() / MILLIS));
        return json;
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException if {@code text} is something else
     */
    public static VmStanding parse(String text) {
        try {
            var json = JSON.readTree(text);
            return new VmStanding(
                    new NodeName(word(json, "name")),
                    Architecture.valueOf(word(json, "arch")),
                    Accelerator.valueOf(word(json, "accelerator")),
                    new Port(json.path("port").intValue()),
                    new ByteSize(json.path("memory").longValue()),
                    json.path("cpus").intValue(),
                    State.valueOf(word(json, "state")),
                    word(json, "detail"),
                    json.path("pid").longValue(),
                    json.path("residentBytes").longValue(),
                    Instant.parse(word(json, "since")),
                    json.has("readySeconds")
                            ? Optional.of(Duration.ofMillis(
                                    Math.round(json.path("readySeconds").doubleValue() * MILLIS)))
                            : Optional.empty());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no standing of a machine: " + e.getOriginalMessage(), e);
        }
    }

    private static String word(JsonNode json, String key) {
        return json.path(key).asText();
    }
}
