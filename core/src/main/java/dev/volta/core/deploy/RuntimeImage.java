package dev.volta.core.deploy;

import java.nio.file.Path;

/**
 * A Java that is put on nodes which have none that fits.
 *
 * @param name of its folder on nodes, which another content would not have
 * @param architecture of the nodes that it runs on, as {@code uname -m} prints it
 * @param archive on this machine: a compressed tar file of {@code bin/java} and what belongs to it; made when it is needed
 */
public record RuntimeImage(String name, String architecture, Path archive) {
    /** What folders of such images begin with. */
    public static final String PREFIX = "volta-jre-";

    String home(NodeLayout layout) {
        return layout.install() + "/" + name;
    }

    boolean runsOn(ObservedNode view) {
        return view.facts()
                .host()
                .architecture()
                .toOptional()
                .filter(architecture::equals)
                .isPresent();
    }
}
