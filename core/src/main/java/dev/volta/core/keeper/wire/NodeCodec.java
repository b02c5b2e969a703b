package dev.volta.core.keeper.wire;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A node as far as connecting to it goes: its name and the way there. */
public final class NodeCodec {
    private NodeCodec() {}

    public static KeeperPayloadWriter write(NodeName name, Reach.Ssh reach) {
        return new KeeperPayloadWriter()
                .text(name.value())
                .text(reach.address())
                .number(reach.port().number())
                .text(reach.user().orElse(""))
                .text(reach.identity().map(Path::toString).orElse(""))
                .text(reach.transport().name());
    }

    public static Node read(KeeperPayloadReader in) throws KeeperProtocolException {
        var name = in.text();
        var address = in.text();
        var port = in.number();
        var user = in.text();
        var identity = in.text();
        var transport = in.text();
        try {
            return new Node(
                    new NodeName(name),
                    new Reach.Ssh(
                            address,
                            new Port(port),
                            given(user),
                            given(identity).map(Path::of),
                            Transport.valueOf(transport)),
                    Set.of(),
                    Optional.empty(),
                    NodePaths.UNSAID,
                    new Origin.ByDefault());
        } catch (IllegalArgumentException e) {
            throw new KeeperProtocolException(e.toString());
        }
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }
}
