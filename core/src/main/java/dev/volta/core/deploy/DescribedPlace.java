package dev.volta.core.deploy;

import dev.volta.core.config.NodePaths;
import java.util.Optional;

/**
 * A node of the description, as a place where services of the fleet may be.
 *
 * @param paths that the description names
 * @param view what was seen there, if anybody looked
 */
public record DescribedPlace(String fleet, MachineAddress address, NodePaths paths, Optional<ObservedNode> view) {}
