package dev.volta.cli.deploy;

import dev.volta.core.deploy.Scope;
import picocli.CommandLine.Option;

/** What becomes of limits that cannot be enforced. */
public final class LimitsOption {
    @Option(
            names = "--limits",
            paramLabel = "RULE",
            description = "If a node cannot enforce the limits of its services: enforced refuses them,"
                    + " advisory starts them without limits (default: enforced).")
    private Scope.LimitRule rule = Scope.LimitRule.ENFORCED;

    public Scope.LimitRule rule() {
        return rule;
    }
}
