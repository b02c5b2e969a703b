package dev.volta.core.launcher.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The way into the C library. Each shape of functions that is linked costs tens of milliseconds at the start, so that there is
 * one for all: six numbers in, one out. That is sound on 64-bit Linux (x86-64, AArch64, RISC-V), where numbers and
 * addresses travel in registers of 64 bits, of which a function ignores those that it does not take and the upper half of an
 * {@code int}; and where variable arguments that are numbers travel like others. A result of type {@code int} has garbage in
 * its upper half.
 */
@SuppressWarnings("restricted")
final class Libc {
    static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    private static final int LONGEST_MESSAGE = 256;

    private Libc() {}

    static MemorySegment function(String name) {
        var function = functionIfThere(name);
        if (function.isEmpty()) {
            throw new IllegalStateException("the C library here has no function '" + name + "'");
        }
        return function.get();
    }

    static Optional<MemorySegment> functionIfThere(String name) {
        return Linker.nativeLinker().defaultLookup().find(name);
    }

    /** The text at an address that the C library gave. */
    static String textAt(long address) {
        return MemorySegment.ofAddress(address).reinterpret(LONGEST_MESSAGE).getString(0);
    }
}
