package dev.volta.core.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.wire.Quantities;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The output of many nodes, what is identical shown once, as ClusterShell's MsgTree does:
 *
 * <pre>
 * ---------------
 * vm[1-8,11] (9)
 * ---------------
 * text
 * </pre>
 *
 * Streams fold each for itself; a node that printed nothing is not in any block. One thread at a time.
 */
public final class FoldedOutput implements AutoCloseable {
    private static final String RULE = "---------------\n";

    private final Map<String, Block> outs = new LinkedHashMap<>();
    private final Map<String, Block> errs = new LinkedHashMap<>();

    /** Compared by identity: a key of maps. */
    private static final class Block {
        private final List<NodeName> nodes = new ArrayList<>();
        private final KeptOutput text;

        Block(KeptOutput text) {
            this.text = text;
        }

        List<NodeName> nodes() {
            return nodes;
        }

        KeptOutput text() {
            return text;
        }
    }

    /** Takes over what a node has printed. */
    public void add(NodeName node, NodeOutput printed) {
        add(outs, node, printed.out());
        add(errs, node, printed.err());
    }

    private static void add(Map<String, Block> blocks, NodeName node, KeptOutput text) {
        if (text.isEmpty()) {
            return;
        }
        var block = blocks.computeIfAbsent(text.identity(), _ -> new Block(text));
        block.nodes().add(node);
        if (block.text() != text) {
            text.close();
        }
    }

    /**
     * Writes all blocks.
     *
     * @param order of the nodes; a block stands where the first of its nodes does
     */
    public void writeTo(OutputStream out, OutputStream err, List<NodeName> order) throws IOException {
        write(outs, out, order);
        write(errs, err, order);
    }

    private static void write(Map<String, Block> blocks, OutputStream to, List<NodeName> order) throws IOException {
        var blockOf = new HashMap<NodeName, Block>();
        blocks.values().forEach(block -> block.nodes().forEach(node -> blockOf.put(node, block)));
        var sorted = new LinkedHashMap<Block, List<NodeName>>();
        for (var node : order) {
            var block = blockOf.get(node);
            if (block != null) {
                sorted.computeIfAbsent(block, _ -> new ArrayList<>()).add(node);
            }
        }
        for (var entry : sorted.entrySet()) {
            var block = entry.getKey();
            var nodes = entry.getValue();
            var count = nodes.size() > 1 ? " (" + nodes.size() + ")" : "";
            text(to, RULE + FoldedNames.fold(nodes) + count + "\n" + RULE);
            var last = copy(block.text(), to);
            text(to, last == '\n' ? "" : "\n");
            if (block.text().cut() > 0) {
                text(
                        to,
                        "[volta: " + Quantities.count(block.text().cut(), "more byte is", "more bytes are")
                                + " not shown]\n");
            }
        }
        to.flush();
    }

    private static int copy(KeptOutput text, OutputStream to) throws IOException {
        var last = (int) '\n';
        var piece = new byte[64 << 10];
        try (var in = text.open()) {
            for (int n; (n = in.read(piece)) > 0; ) {
                to.write(piece, 0, n);
                last = piece[n - 1];
            }
        }
        return last;
    }

    private static void text(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        outs.values().forEach(block -> block.text().close());
        errs.values().forEach(block -> block.text().close());
    }
}
