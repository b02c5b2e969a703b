package dev.volta.cli.deploy;

import dev.volta.core.deploy.Scope;
import picocli.CommandLine.Option;

/** What becomes of limits that cannot be enforced. */
public final class LimitsOption {
    @Option(
            names = "--limits",
            paramLabel = "RULE",
            description = "What to do if a node cannot enforce the limits of its services: enforced refuses,"
                    + " advisory starts them without limits (default: enforced).")
    private Scope.LimitRule rule = Scope.LimitRule.ENFORCED;

    public Scope.LimitRule rule() {
        return rule;
    }
}
