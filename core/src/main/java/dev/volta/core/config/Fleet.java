package dev.volta.core.config;

/** What holds for all nodes together. */
public record Fleet(String name, NodePaths paths) {}
