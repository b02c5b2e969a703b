package dev.volta.core.keeper.wire;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.link.TunnelSpec;
import java.nio.file.Path;

/** Both ends of a tunnel: text node, i32 kind, text here, text there. */
public final class TunnelSpecCodec {
    private static final int SOCKET_FROM_NODE = 0;
    private static final int SOCKET_TO_NODE = 1;
    private static final int PORT_TO_NODE = 2;

    private TunnelSpecCodec() {}

    public static KeeperPayloadWriter write(TunnelSpec way, KeeperPayloadWriter out) {
        out.text(way.node().value());
        return switch (way) {
            case TunnelSpec.Sockets(var _, var toNode, var here, var there) ->
                out.number(toNode ? SOCKET_TO_NODE : SOCKET_FROM_NODE)
                        .text(here.toAbsolutePath().toString())
                        .text(there);
            case TunnelSpec.Ports(var _, var here, var there) ->
                out.number(PORT_TO_NODE).text(here.toString()).text(there.toString());
        };
    }

    public static TunnelSpec read(KeeperPayloadReader in) throws KeeperProtocolException {
        try {
            var node = new NodeName(in.text());
            var kind = in.number();
            return switch (kind) {
                case SOCKET_FROM_NODE, SOCKET_TO_NODE ->
                    new TunnelSpec.Sockets(node, kind == SOCKET_TO_NODE, Path.of(in.text()), in.text());
                case PORT_TO_NODE -> new TunnelSpec.Ports(node, Port.parse(in.text()), Port.parse(in.text()));
                default -> throw new KeeperProtocolException("no tunnel is of kind " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new KeeperProtocolException(e.toString());
        }
    }
}
