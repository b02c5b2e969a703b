package dev.volta.ssh;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RandomMark;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.RawText;

/**
 * The name that a file has on a node until it is whole, in the folder of its target. It always has the same length, so that
 * it fits wherever a target's own name does.
 */
final class PartialName {
    private static final int MARK = 32;

    private PartialName() {}

    /**
     * The same again for the same content on its way to the same place, so that a later try finds it; another one for
     * another node, since two may share a folder.
     */
    static String of(String contentMark, NodeName node, String target) {
        var digest = Sha256.of(RawText.encode(contentMark + "\0" + node + "\0" + target));
        return in(target, digest.substring(0, MARK));
    }

    /** One that nobody else has. */
    static String random(String target) {
        return in(target, RandomMark.draw());
    }

    private static String in(String target, String mark) {
        return target.substring(0, target.lastIndexOf('/') + 1) + ".volta-" + mark + ".part";
    }
}
