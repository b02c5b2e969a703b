package dev.volta.cli.deploy;

import dev.volta.core.deploy.Scope;
import picocli.CommandLine.Option;

/** What becomes of limits that cannot be enforced. */
public final class LimitsOption {
    @Option(
            names = "--limits",
            paramLabel = "RULE",
            description =
                    "What becomes of services on nodes that cannot hold them to their limits: enforced refuses them,"
                            + " advisory starts them without (default: ${DEFAULT-VALUE}).")
    private Scope.LimitRule rule = Scope.LimitRule.ENFORCED;

    public Scope.LimitRule rule() {
        return rule;
    }
}
