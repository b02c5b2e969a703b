package dev.volta.core.cache;

/** Whether and how the caches of a node's kernel can be dropped. */
public sealed interface Ability {
    /** By writing to the kernel as the user who logs in. */
    record Direct(String bootId) implements Ability {}

    /** Through sudo, which may ask for a password. */
    record ThroughSudo(String bootId, boolean asks) implements Ability {}

    /** Not at all. */
    record None(String reason) implements Ability {}
}
