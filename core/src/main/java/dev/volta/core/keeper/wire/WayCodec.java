package dev.volta.core.keeper.wire;

import dev.volta.core.config.NodeName;
import dev.volta.core.link.Way;
import java.nio.file.Path;

/** Both ends of a tunnel: text node, flag toNode, text here, text there. */
public final class WayCodec {
    private WayCodec() {}

    public static PayloadWriter write(Way way, PayloadWriter out) {
        return out.text(way.node().value())
                .flag(way.toNode())
                .text(way.here().toAbsolutePath().toString())
                .text(way.there());
    }

    public static Way read(PayloadReader in) throws ProtocolException {
        try {
            return new Way(new NodeName(in.text()), in.flag(), Path.of(in.text()), in.text());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(e.toString());
        }
    }
}
