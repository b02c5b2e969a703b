package dev.volta.core.config.load;

import dev.volta.core.config.yaml.Tree;

/**
 * What holds, and why.
 *
 * @param tree says the same as {@code value}, with nothing left to defaults and the origin of every part
 */
public record Effective<T>(T value, Tree tree) {}
