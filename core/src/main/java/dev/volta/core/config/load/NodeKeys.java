package dev.volta.core.config.load;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.config.VmSpec;
import dev.volta.core.config.shapes.FieldsShape;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.ListShape;
import dev.volta.core.config.shapes.ScalarShape;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.config.shapes.Values;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** The table of the keys of a node in {@code volta.yaml}. */
final class NodeKeys {
    /** The address of the machine that Volta itself runs on, reached without SSH. */
    static final String HERE = "local";

    /** The address of every virtual machine, whose port leads to its sshd. */
    static final String LOOPBACK = "127.0.0.1";

    private static final Key<Architecture> ARCH = Key.withDefault(
            "arch", Shapes.constant("architecture", Architecture.class), "riscv64", "The processor of the machine.");
    private static final Key<ByteSize> VM_MEMORY =
            Key.withDefault("memory", Shapes.sizeFrom(VmSpec.LEAST_MEMORY), "512MiB", "The memory of the machine.");
    private static final Key<Integer> VM_CPUS =
            Key.withDefault("cpus", Shapes.wholeNumber(1, 512), "1", "How many processors the machine has.");
    private static final Key<ByteSize> VM_DISK = Key.withDefault(
            "disk",
            Shapes.size(VmSpec.LEAST_DISK, VmSpec.MOST_DISK),
            "8GiB",
            "The size of the disk that keeps the machine's /srv, /var/log/volta and /opt/volta; its"
                    + " file takes only the room of what is written.");
    private static final Key<VmSpec.Acceleration> VM_ACCEL = Key.withDefault(
            "accel",
            Shapes.constant("way to run it", VmSpec.Acceleration.class),
            "auto",
            "kvm: on this machine's processors; tcg: translated by QEMU; auto: kvm where a kernel runs with it.");
    private static final Key<GuestNetwork> VM_NETWORK = Key.withDefault(
            "network",
            Shapes.constant("network", GuestNetwork.class),
            "isolated",
            "isolated: Volta can connect to the machine, and the machine to nothing; open: it can"
                    + " connect to what this machine can, including services on its loopback addresses.");
    private static final Key<Path> VM_IMAGE = Key.optional(
            "image",
            Shapes.ABSOLUTE_PATH,
            "A folder that 'volta image build' printed; absent: the image that was built last.");
    static final FieldsShape<VmSpec> VM_SHAPE = new FieldsShape<>(
            "a virtual machine",
            List.of(ARCH, VM_MEMORY, VM_CPUS, VM_DISK, VM_ACCEL, VM_NETWORK, VM_IMAGE),
            values -> new VmSpec(
                    values.get(ARCH),
                    values.get(VM_MEMORY),
                    values.get(VM_CPUS),
                    values.get(VM_DISK),
                    values.get(VM_ACCEL),
                    values.get(VM_NETWORK),
                    values.find(VM_IMAGE)));

    private static final Key<NodeName> NAME = Key.required("name", Shapes.NODE_NAME, "The node's name.");
    private static final Key<String> ADDRESS = Key.optional(
            "address",
            Shapes.word("a host name or an IP address", Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:%-]{0,252}")),
            "Host name or IP address; absent: the name, or 127.0.0.1 for a virtual machine. 'local' is this machine, reached"
                    + " without SSH.");
    private static final Key<Port> PORT = Key.withDefault("port", Shapes.PORT, "22", "Where sshd listens.");
    private static final Key<String> USER = Key.optional(
            "user",
            Shapes.word("a user name", NodesFile.USER),
            "The user to log in as; absent: from ~/.ssh/config, else your own name.");
    private static final Key<Path> IDENTITY = Key.optional(
            "identity",
            Shapes.ABSOLUTE_PATH,
            "The private key to log in with; absent: from ~/.ssh/config, else the default keys of ssh.");
    static final ScalarShape<Transport> TRANSPORT_SHAPE = Shapes.constant("transport", Transport.class);
    private static final Key<Transport> TRANSPORT = Key.optional(
            "transport",
            TRANSPORT_SHAPE,
            "The SSH transport. builtin: Volta itself; openssh: the system's ssh, for ProxyCommand,"
                    + " Match, certificates of hosts, FIDO keys and Kerberos; absent: fleet.transport, else"
                    + " builtin.");
    private static final ListShape<String> LABELS_SHAPE =
            new ListShape<>(Shapes.word("a label (letters, digits, '.', '_' and '-')", Placement.Labelled.LABEL), 0);
    private static final Key<List<String>> LABELS = Key.optional(
            "labels",
            LABELS_SHAPE,
            "The labels by which services are placed; absent: controller for the first node, worker"
                    + " for the others, both for a single one; none for the node host beside others.");
    private static final Key<VmSpec> VM = Key.optional(
            "vm",
            VM_SHAPE,
            "The node is a virtual machine on this machine, booted before Volta connects to it; values"
                    + " that are absent are those of fleet.vm.");
    private static final Key<NodePaths> PATHS =
            Key.optional("paths", FleetKeys.PATHS, "Where Volta puts its files on this node.");

    static final FieldsShape<Node> NODE = new FieldsShape<>(
            "a node", List.of(NAME, ADDRESS, PORT, USER, IDENTITY, TRANSPORT, LABELS, VM, PATHS), NodeKeys::node);

    private static final Key<List<String>> HOST_LABELS = Key.withDefault(
            "labels",
            LABELS_SHAPE,
            "[]",
            "The labels by which services are placed; without labels, services name the host: on: [host].");
    private static final Key<NodePaths> HOST_PATHS =
            Key.optional("paths", FleetKeys.PATHS, "Where Volta puts its files on this machine.");

    static final FieldsShape<Node> HOST = new FieldsShape<>(
            "this machine",
            List.of(HOST_LABELS, HOST_PATHS),
            values -> Node.host(
                    new LinkedHashSet<>(values.get(HOST_LABELS)),
                    values.find(HOST_PATHS).orElse(NodePaths.UNSAID),
                    values.origin()));

    private NodeKeys() {}

    private static Node node(Values values) {
        var name = values.get(NAME);
        var address = values.find(ADDRESS).orElse(name.value());
        var reach = address.equals(HERE)
                ? new Reach.Here()
                : new Reach.Ssh(
                        address,
                        values.get(PORT),
                        values.find(USER),
                        values.find(IDENTITY),
                        values.find(TRANSPORT).orElse(Transport.BUILTIN));
        return new Node(
                name,
                reach,
                new LinkedHashSet<>(values.find(LABELS).orElse(List.of())),
                values.find(VM),
                values.find(PATHS).orElse(NodePaths.UNSAID),
                values.origin());
    }
}
