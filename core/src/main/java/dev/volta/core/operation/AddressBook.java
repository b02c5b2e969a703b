package dev.volta.core.operation;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.MachineAddress;

/** Where nodes are, after all that says so was read. */
@FunctionalInterface
public interface AddressBook {
    /** Where {@code node} is now, and the keys that are pinned for it. */
    MachineAddress of(Node node);
}
