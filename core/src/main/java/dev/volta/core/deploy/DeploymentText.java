package dev.volta.core.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.lock.LockPlace;
import dev.volta.core.remote.NodeName;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deployed places as JSON in ASCII: an object with {@code version} and {@code places}, and a line feed behind it, without which
 * it is not whole. A place has {@code description} (files), {@code node}, {@code fleet}, {@code address} and {@code port} (as
 * described; absent: this machine), {@code user}, {@code identity}, {@code host} and {@code hostPort} (where they lead),
 * {@code hostKeys}, {@code vm}; {@code account}: {@code name}, {@code uid}, {@code home}, {@code bootId}, {@code systemd};
 * {@code install}, {@code run}, {@code log}, {@code services}, {@code since} (ISO 8601, UTC); {@code lock}: {@code name},
 * {@code node}, and the address as above.
 */
final class DeploymentText {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private DeploymentText() {}

    /** The text is not what was written. */
    static final class NotWholeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotWholeException(String problem) {
            super(problem);
        }
    }

    static String of(List<DeployedPlace> places) {
        var json = JSON.createObjectNode().put("version", VERSION);
        var array = json.putArray("places");
        places.forEach(place -> write(place, array.addObject()));
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(json)
                            .replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree of texts and numbers
        }
    }

    private static void write(DeployedPlace place, ObjectNode json) {
        var files = json.putArray("description");
        place.description().forEach(file -> files.add(file.toString()));
        var address = place.address();
        json.put("node", address.node().value()).put("fleet", place.layout().fleet());
        write(address.reach(), json);
        if (address.reach() instanceof Reach.Ssh) {
            json.put("host", address.host()).put("hostPort", address.port());
        }
        var keys = json.putArray("hostKeys");
        address.hostKeys().stream().sorted().forEach(keys::add);
        json.put("vm", address.vm());
        var account = place.account();
        json.putObject("account")
                .put("name", account.user())
                .put("uid", account.uid())
                .put("home", account.home())
                .put("bootId", account.bootId())
                .put("systemd", account.systemd());
        json.put("install", place.layout().install())
                .put("run", place.layout().run())
                .put("log", place.layout().log());
        var services = json.putArray("services");
        place.services().forEach(services::add);
        json.put("since", place.since().toString());
        var lock = json.putObject("lock").put("name", place.lock().name());
        lock.put("node", place.lock().node().name().value());
        write(place.lock().node().reach(), lock);
    }

    private static void write(Reach reach, ObjectNode json) {
        if (reach instanceof Reach.Ssh ssh) {
            json.put("address", ssh.address()).put("port", ssh.port().number());
            ssh.user().ifPresent(user -> json.put("user", user));
            ssh.identity().ifPresent(file -> json.put("identity", file.toString()));
        }
    }

    /** Throws {@link NotWholeException} unless {@code text} is whole, and of a version that is known here. */
    static List<DeployedPlace> parse(String text) {
        if (!text.endsWith("}\n")) {
            throw new NotWholeException("is not whole: its end is missing");
        }
        try {
            var json = JSON.readTree(text);
            var version = json.path("version").asInt();
            if (version > VERSION) {
                throw new NotWholeException("was written by a later version of Volta (format " + version
                        + ", and this one knows " + VERSION + "); use that one");
            }
            if (version != VERSION || !json.path("places").isArray()) {
                throw new NotWholeException("is not whole: it has no version and no places");
            }
            var places = new ArrayList<DeployedPlace>();
            for (var place : json.get("places")) {
                places.add(place(place));
            }
            return List.copyOf(places);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new NotWholeException(
                    "is not whole" + (at == null ? "" : ": line " + at.getLineNr() + " is no JSON"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new NotWholeException("is not whole: " + e.getMessage());
        }
    }

    private static DeployedPlace place(JsonNode json) {
        var node = new NodeName(text(json, "node"));
        var reach = reach(json);
        var here = reach instanceof Reach.Here;
        var address = new MachineAddress(
                node,
                reach,
                here ? "" : text(json, "host"),
                here ? 0 : new Port(number(json, "hostPort")).number(),
                Set.copyOf(texts(json, "hostKeys")),
                truth(json, "vm"));
        var who = json.path("account");
        var account =
                new Account(text(who, "name"), uid(who), text(who, "home"), text(who, "bootId"), truth(who, "systemd"));
        var fleet = text(json, "fleet");
        var install = text(json, "install");
        var layout = new NodeLayout(fleet, install, install + "/" + fleet, text(json, "run"), text(json, "log"));
        var lock = json.path("lock");
        var lockNode = new Node(
                new NodeName(text(lock, "node")),
                reach(lock),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
        var description = texts(json, "description").stream().map(Path::of).toList();
        if (description.isEmpty()) {
            throw new IllegalArgumentException("a place has no 'description'");
        }
        return new DeployedPlace(
                description,
                address,
                account,
                layout,
                texts(json, "services"),
                Instant.parse(text(json, "since")),
                new LockPlace(lockNode, text(lock, "name")));
    }

    private static Reach reach(JsonNode json) {
        if (!json.has("address")) {
            return new Reach.Here();
        }
        return new Reach.Ssh(
                text(json, "address"),
                new Port(number(json, "port")),
                json.has("user") ? Optional.of(text(json, "user")) : Optional.empty(),
                json.has("identity") ? Optional.of(Path.of(text(json, "identity"))) : Optional.empty());
    }

    private static long uid(JsonNode json) {
        var value = json.path("uid");
        if (!value.canConvertToLong()) {
            throw new IllegalArgumentException("a place has no 'uid'");
        }
        return value.longValue();
    }

    private static String text(JsonNode json, String name) {
        var value = json.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("a place has no '" + name + "'");
        }
        return value.textValue();
    }

    private static int number(JsonNode json, String name) {
        var value = json.path(name);
        if (!value.canConvertToInt()) {
            throw new IllegalArgumentException("a place has no '" + name + "'");
        }
        return value.intValue();
    }

    private static boolean truth(JsonNode json, String name) {
        var value = json.path(name);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("a place has no '" + name + "'");
        }
        return value.booleanValue();
    }

    private static List<String> texts(JsonNode json, String name) {
        var value = json.path(name);
        if (!value.isArray()) {
            throw new IllegalArgumentException("a place has no '" + name + "'");
        }
        var texts = new ArrayList<String>();
        for (var one : value) {
            if (!one.isTextual()) {
                throw new IllegalArgumentException("'" + name + "' of a place has something else than texts");
            }
            texts.add(one.textValue());
        }
        return texts;
    }
}
