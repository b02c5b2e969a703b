package dev.volta.core.keeper.wire;

import dev.volta.core.config.NodeName;
import dev.volta.core.link.TunnelSpec;
import java.nio.file.Path;

/** Both ends of a tunnel: text node, flag toNode, text here, text there. */
public final class TunnelSpecCodec {
    private TunnelSpecCodec() {}

    public static KeeperPayloadWriter write(TunnelSpec way, KeeperPayloadWriter out) {
        return out.text(way.node().value())
                .flag(way.toNode())
                .text(way.here().toAbsolutePath().toString())
                .text(way.there());
    }

    public static TunnelSpec read(KeeperPayloadReader in) throws KeeperProtocolException {
        try {
            return new TunnelSpec(new NodeName(in.text()), in.flag(), Path.of(in.text()), in.text());
        } catch (IllegalArgumentException e) {
            throw new KeeperProtocolException(e.toString());
        }
    }
}
