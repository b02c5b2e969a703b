package dev.volta.core.vm.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.vm.Accelerator;
import dev.volta.core.vm.GuestArchitecture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a machine stands. As text it is one JSON object.
 *
 * @param make absent if nobody knows any more what was ordered
 * @param detail why it ended, or how it came up: {@code cold} and why, or from which template
 * @param trouble what is wrong with it, and what can be done; empty if nothing is known
 * @param pid of QEMU; 0 if that is not seen from here
 * @param residentBytes of QEMU's memory, what it shares with others counted in parts (PSS); 0 where that is unknown
 * @param ready from the order until the guest said that its SSH server accepts logins; absent where another process saw that
 */
public record VmStatus(
        NodeName name,
        Optional<Make> make,
        State state,
        String detail,
        String trouble,
        long pid,
        long residentBytes,
        Instant since,
        Optional<Duration> ready) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double MILLIS = 1000;

    /** What a machine is like. */
    public record Make(GuestArchitecture architecture, Accelerator accelerator, Port ssh, ByteSize memory, int cpus) {
        static Make of(VmRequest order) {
            return new Make(
                    order.image().architecture(), order.accelerator(), order.ssh(), order.memory(), order.cpus());
        }
    }

    /** What a machine does. */
    public enum State {
        booting("booting"),
        running("running"),
        /** It stands still, and goes on where it stopped. */
        paused("paused"),
        /** Its process is there, and does not do what the keeper asks. */
        silent("not answering"),
        /** It runs, or may run, where this keeper cannot see it. */
        elsewhere("elsewhere"),
        /** By itself, or because somebody killed it. */
        ended("ended");

        private final String words;

        State(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public boolean runs() {
        return state == State.running;
    }

    /** What is wrong with it, or else how it came up or why it ended. */
    public String remark() {
        return trouble.isEmpty() ? detail : trouble;
    }

    /** Why nobody may be able to log in to it; empty if nothing is known that would be a reason. */
    public Optional<String> explanation() {
        return runs() && trouble.isEmpty() ? Optional.empty() : Optional.of(state.words() + ", " + remark());
    }

    /** Whether it is as {@code node} describes it. */
    public boolean isLike(Node node) {
        return make.isPresent()
                && node.reach() instanceof Reach.Ssh reach
                && reach.port().equals(make.get().ssh())
                && node.vm()
                        .filter(vm -> vm.memory().equals(make.get().memory())
                                && vm.cpus() == make.get().cpus()
                                && vm.arch()
                                        .name()
                                        .equalsIgnoreCase(
                                                make.get().architecture().name()))
                        .isPresent();
    }

    public ObjectNode json() {
        var json = JSON.createObjectNode().put("name", name.value());
        make.ifPresent(made -> json.put("arch", made.architecture().name())
                .put("accelerator", made.accelerator().name())
                .put("port", made.ssh().number())
                .put("memory", made.memory().bytes())
                .put("cpus", made.cpus()));
        json.put("state", state.name())
                .put("detail", detail)
                .put("trouble", trouble)
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
    public static VmStatus parse(String text) {
        try {
            var json = JSON.readTree(text);
            return new VmStatus(
                    new NodeName(word(json, "name")),
                    json.has("port") ? Optional.of(make(json)) : Optional.empty(),
                    State.valueOf(word(json, "state")),
                    word(json, "detail"),
                    word(json, "trouble"),
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

    private static Make make(JsonNode json) {
        return new Make(
                GuestArchitecture.valueOf(word(json, "arch")),
                Accelerator.valueOf(word(json, "accelerator")),
                new Port(json.path("port").intValue()),
                new ByteSize(json.path("memory").longValue()),
                json.path("cpus").intValue());
    }

    private static String word(JsonNode json, String key) {
        return json.path(key).asText();
    }
}
