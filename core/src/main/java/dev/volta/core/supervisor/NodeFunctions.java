package dev.volta.core.supervisor;

/**
 * Shell functions that look at one service on its node, for scripts of other kinds than the supervisor's own. They set
 * {@code look_every}, and define {@code look} and {@code processes}, as {@code plain-look.sh} tells.
 *
 * @param text the functions
 * @param unit what {@code look} calls the service
 */
public record NodeFunctions(String text, String unit) {}
