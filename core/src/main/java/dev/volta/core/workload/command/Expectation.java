package dev.volta.core.workload.command;

import java.util.Optional;
import java.util.Set;

/**
 * What a command must have done for its trial to count.
 *
 * @param exit the exit codes that are right
 * @param stdoutSha256 of all that it prints, in lower-case hex
 */
record Expectation(Set<Integer> exit, Optional<String> stdoutSha256) {
    static final Expectation SUCCESS = new Expectation(Set.of(0), Optional.empty());

    Expectation {
        exit = Set.copyOf(exit);
    }
}
