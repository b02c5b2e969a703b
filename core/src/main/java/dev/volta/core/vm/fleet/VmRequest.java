package dev.volta.core.vm.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.vm.Accelerator;
import dev.volta.core.vm.FoundVm;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.VmDescription;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmImage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A machine that a command asks for. As text it is one JSON object, with sizes in bytes and absolute paths.
 *
 * @param network as {@link VmDescription} has it
 * @param folder for its logs and the disk that it keeps
 * @param temporary a folder with room for its changes to the image
 * @param cold whether it boots even where a template of it could be resumed
 * @param hostKey the private key of its SSH server, as OpenSSH writes it; empty where the order is only remembered
 * @param authorized root's {@code authorized_keys}; empty where the order is only remembered
 */
public record VmRequest(
        NodeName name,
        VmImage image,
        ByteSize memory,
        int cpus,
        ByteSize disk,
        Port ssh,
        Accelerator accelerator,
        Optional<GuestNetwork> network,
        Path folder,
        Path temporary,
        boolean cold,
        String hostKey,
        String authorized) {
    private static final JsonMapper JSON = new JsonMapper();

    VmDescription description() {
        return new VmDescription(name.value(), image, memory, cpus, ssh, accelerator, disk, network);
    }

    /** The same without what nobody may see who only looks. */
    VmRequest remembered() {
        return new VmRequest(
                name, image, memory, cpus, disk, ssh, accelerator, network, folder, temporary, cold, "", "");
    }

    /** What must have been ordered, by the command line of what runs; empty if that is not one of ours. */
    static Optional<VmRequest> of(FoundVm found) {
        return found.description()
                .filter(described -> NodeName.isValid(described.name()))
                .map(described -> new VmRequest(
                        new NodeName(described.name()),
                        described.image(),
                        described.memory(),
                        described.cpus(),
                        described.disk(),
                        described.ssh(),
                        described.accelerator(),
                        described.network(),
                        found.files().folder(),
                        found.files().temporary(),
                        false,
                        "",
                        ""));
    }

    public String text() {
        var json = JSON.createObjectNode()
                .put("name", name.value())
                .put("arch", image.architecture().name())
                .put("image", image.folder().toString())
                .put("memory", memory.bytes())
                .put("cpus", cpus)
                .put("disk", disk.bytes())
                .put("ssh", ssh.number())
                .put("accelerator", accelerator.name())
                .put("folder", folder.toString())
                .put("temporary", temporary.toString())
                .put("cold", cold)
                .put("hostKey", hostKey)
                .put("authorized", authorized);
        network.ifPresent(said -> json.put("network", said.name()));
        return json.toString();
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException if {@code text} is something else
     */
    public static VmRequest parse(String text) {
        try {
            var json = JSON.readTree(text);
            return new VmRequest(
                    new NodeName(word(json, "name")),
                    new VmImage(GuestArchitecture.valueOf(word(json, "arch")), Path.of(word(json, "image"))),
                    new ByteSize(json.path("memory").longValue()),
                    json.path("cpus").intValue(),
                    new ByteSize(json.path("disk").longValue()),
                    new Port(json.path("ssh").intValue()),
                    Accelerator.valueOf(word(json, "accelerator")),
                    json.has("network") ? Optional.of(GuestNetwork.valueOf(word(json, "network"))) : Optional.empty(),
                    Path.of(word(json, "folder")),
                    json.has("temporary") ? Path.of(word(json, "temporary")) : VmFiles.usualTemporary(),
                    json.path("cold").booleanValue(),
                    word(json, "hostKey"),
                    word(json, "authorized"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no order of a machine: " + e.getOriginalMessage(), e);
        }
    }

    private static String word(JsonNode json, String key) {
        return json.path(key).asText();
    }
}
