package dev.volta.core.vm;

/** How a machine came to run. */
public sealed interface BootOrigin {
    /** Its kernel was started; {@code reason} says why no template served. */
    record Cold(String reason) implements BootOrigin {}

    /** It went on where the template of this name had stopped. */
    record Resumed(String template) implements BootOrigin {}
}
