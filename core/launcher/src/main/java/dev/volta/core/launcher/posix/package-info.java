/**
 * Starting and reaping child processes by the C library, as {@link java.lang.ProcessBuilder} cannot: with their exact end,
 * their resource usage and nothing inherited. Linux, 64 bits; glibc from 2.26 or musl.
 */
@NullMarked
package dev.volta.core.launcher.posix;

import org.jspecify.annotations.NullMarked;
