package dev.volta.core.vm.fleet;

import java.nio.file.Path;

/**
 * Where the keeper of a fleet's machines is.
 *
 * @param fleet the folder of the fleet's configuration
 * @param sockets a folder for sockets: its owner's alone, with a short path
 * @param keeper the socket that the keeper listens on
 */
public record VmPlace(Path fleet, Path sockets, Path keeper) {}
