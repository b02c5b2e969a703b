package dev.volta.core.deploy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.lock.LockPlace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deployed places as JSON in ASCII: an object with {@code version} and {@code places}, and a line feed behind it, without which
 * it is not whole. A place has {@code description} (files), {@code node}, {@code fleet}, {@code address} and {@code port} (as
 * described; absent: this machine), {@code user}, {@code identity}, {@code transport} ({@code openssh}, or absent),
 * {@code host} and {@code hostPort} (where they lead), {@code hostKeys}, {@code vm}; {@code account}: {@code name},
 * {@code uid}, {@code home}, {@code bootId}, {@code systemd}; {@code supervisor} (its kind; versions before left it out),
 * {@code install}, {@code run}, {@code log}, {@code services}, {@code since} (ISO 8601, UTC); {@code lock}: {@code name},
 * {@code node}, and the address as above.
 */
final class DeploymentText {
    private static final int VERSION = 1;
    private static final String OPENSSH = "openssh";
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private DeploymentText() {}

    /** The text is not what was written. */
    static final class NotWholeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotWholeException(String problem) {
            super(problem);
        }
    }

    /** It is whole as far as anybody knows, and another Volta understands it. */
    static final class OtherVersionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OtherVersionException(String problem) {
            super(problem);
        }
    }

    static String of(List<DeployedPlace> places) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeArrayFieldStart("places");
            for (var place : places) {
                write(place, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a writer of texts
        }
        return text.toString().replace("\r\n", "\n") + "\n";
    }

    private static void write(DeployedPlace place, JsonGenerator json) throws IOException {
        var address = place.address();
        json.writeStartObject();
        texts("description", place.description().stream().map(Path::toString).toList(), json);
        json.writeStringField("node", address.node().value());
        json.writeStringField("fleet", place.layout().fleet());
        write(address.reach(), json);
        if (address.reach() instanceof Reach.Ssh) {
            json.writeStringField("host", address.host());
            json.writeNumberField("hostPort", address.port());
        }
        texts("hostKeys", address.hostKeys().stream().sorted().toList(), json);
        json.writeBooleanField("vm", address.vm());
        write(place.account(), json);
        json.writeStringField("supervisor", place.supervisorKind().name());
        json.writeStringField("install", place.layout().install());
        json.writeStringField("run", place.layout().run());
        json.writeStringField("log", place.layout().log());
        texts("services", place.services(), json);
        json.writeStringField("since", place.since().toString());
        json.writeObjectFieldStart("lock");
        json.writeStringField("name", place.lock().name());
        json.writeStringField("node", place.lock().node().name().value());
        write(place.lock().node().reach(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(LoginInfo account, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("account");
        json.writeStringField("name", account.user());
        json.writeNumberField("uid", account.uid());
        json.writeStringField("home", account.home());
        json.writeStringField("bootId", account.bootId());
        json.writeBooleanField("systemd", account.systemd());
        json.writeEndObject();
    }

    private static void write(Reach reach, JsonGenerator json) throws IOException {
        if (reach instanceof Reach.Ssh ssh) {
            json.writeStringField("address", ssh.address());
            json.writeNumberField("port", ssh.port().number());
            if (ssh.user().isPresent()) {
                json.writeStringField("user", ssh.user().get());
            }
            if (ssh.identity().isPresent()) {
                json.writeStringField("identity", ssh.identity().get().toString());
            }
            if (ssh.transport() == Transport.OPENSSH) {
                json.writeStringField("transport", OPENSSH);
            }
        }
    }

    private static void texts(String name, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /**
     * The places.
     *
     * @throws NotWholeException unless {@code text} is whole
     * @throws OtherVersionException if another Volta has to be used for it
     */
    static List<DeployedPlace> parse(String text, Supervisors supervisors) {
        try {
            var json = JsonFields.parse("a place", text);
            if (!json.has("version") || !json.has("places")) {
                throw new NotWholeException("is not whole: it has no version and no places");
            }
            var version = json.number("version");
            if (version > VERSION) {
                throw new OtherVersionException("was written by a later version of Volta (format " + version
                        + ", and this one knows " + VERSION + "); use that one");
            }
            if (version != VERSION) {
                throw new NotWholeException("is not whole: there is no format " + version);
            }
            var places = json.objects("places").stream()
                    .map(place -> place(place, supervisors))
                    .toList();
            if (!text.endsWith("}\n")) {
                throw new NotWholeException("is not whole: the line feed at its end is missing");
            }
            return places;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new NotWholeException("is not whole: " + e.getMessage());
        }
    }

    private static DeployedPlace place(JsonFields json, Supervisors supervisors) {
        var node = new NodeName(json.text("node"));
        var reach = reach(json);
        var here = reach instanceof Reach.Here;
        var address = new MachineAddress(
                node,
                reach,
                here ? "" : json.text("host"),
                here ? 0 : new Port(json.number("hostPort")).number(),
                Set.copyOf(json.texts("hostKeys")),
                json.truth("vm"));
        var who = json.object("account");
        var account = new LoginInfo(
                who.text("name"), who.longNumber("uid"), who.text("home"), who.text("bootId"), who.truth("systemd"));
        var fleet = json.text("fleet");
        var install = json.text("install");
        var layout = new NodeLayout(fleet, install, install + "/" + fleet, json.text("run"), json.text("log"));
        var lock = json.object("lock");
        var lockNode = new Node(
                new NodeName(lock.text("node")),
                reach(lock),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
        var description = json.texts("description").stream().map(Path::of).toList();
        if (description.isEmpty()) {
            throw new IllegalArgumentException("a place has no 'description'");
        }
        return new DeployedPlace(
                description,
                address,
                account,
                layout,
                supervisor(json, account, supervisors),
                json.texts("services"),
                Instant.parse(json.text("since")),
                new LockPlace(lockNode, lock.text("name")));
    }

    private static SupervisorKind supervisor(JsonFields json, LoginInfo account, Supervisors supervisors) {
        var name = json.has("supervisor") ? json.text("supervisor") : before(account);
        return supervisors
                .named(name)
                .orElseThrow(() -> new OtherVersionException("names the supervisor '" + name
                        + "', which this Volta does not have; use the one that deployed there"));
    }

    /** The kind where none is written: versions before had two. */
    private static String before(LoginInfo account) {
        return account.hasSystemdAsRoot() ? SystemdKind.NAME : PlainKind.NAME;
    }

    private static Reach reach(JsonFields json) {
        if (!json.has("address")) {
            return new Reach.Here();
        }
        return new Reach.Ssh(
                json.text("address"),
                new Port(json.number("port")),
                json.has("user") ? Optional.of(json.text("user")) : Optional.empty(),
                json.has("identity") ? Optional.of(Path.of(json.text("identity"))) : Optional.empty(),
                transport(json));
    }

    private static Transport transport(JsonFields json) {
        if (!json.has("transport")) {
            return Transport.BUILTIN;
        }
        var name = json.text("transport");
        if (!name.equals(OPENSSH)) {
            throw new IllegalArgumentException("a place has the transport '" + name + "', which is not known");
        }
        return Transport.OPENSSH;
    }
}
