package dev.volta.core.lock;

import java.util.Optional;

/** The lock of the fleet, which a command has. */
public interface Hold {
    /** Of a fleet that nobody else knows of. */
    Hold ALONE = new Hold() {
        @Override
        public Optional<String> lost() {
            return Optional.empty();
        }

        @Override
        public Optional<String> prove() {
            return Optional.empty();
        }
    };

    /** How it was lost, if it was. */
    Optional<String> lost();

    /** The same, after the node that has it was asked whether it was ours until now. */
    Optional<String> prove() throws InterruptedException;
}
