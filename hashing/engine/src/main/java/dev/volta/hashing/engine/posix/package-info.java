/**
 * The few system calls that hashing needs, through {@code java.lang.foreign}. For a small file they take about half the
 * time of {@code java.nio}, and they take names as bytes. Numbers and structures are those of the generic Linux ABI,
 * which amd64 and riscv64 share; other architectures are refused. Calls return what the kernel returns: a result, or a
 * negated {@link dev.volta.hashing.engine.posix.Errno}.
 */
@NullMarked
package dev.volta.hashing.engine.posix;

import org.jspecify.annotations.NullMarked;
