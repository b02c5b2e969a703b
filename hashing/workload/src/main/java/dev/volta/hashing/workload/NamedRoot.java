package dev.volta.hashing.workload;

import dev.volta.core.config.ExperimentInput;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.job.Root;
import java.util.Arrays;

/**
 * An input with the name under which the user knows it: workers see absolute paths, manifests the given ones.
 *
 * @param input all that was given, with the node
 */
record NamedRoot(Root root, RawPath given, String input) {
    static NamedRoot of(String node, String absolute, ExperimentInput input) {
        return new NamedRoot(new Root(node, RawPath.parse(absolute)), RawPath.parse(input.given()), input.toString());
    }

    /** The path of an entry at or below this root, beginning as the root was given. */
    RawPath asGiven(RawPath entry) {
        var real = root.path().bytes();
        var path = entry.bytes();
        var prefix = given.bytes();
        var named = Arrays.copyOf(prefix, prefix.length + path.length - real.length);
        System.arraycopy(path, real.length, named, prefix.length, path.length - real.length);
        return RawPath.of(named);
    }
}
