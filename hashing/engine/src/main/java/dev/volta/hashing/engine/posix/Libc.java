package dev.volta.hashing.engine.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Set;

/** Handles of C library functions, bound when the first of them is needed. */
@SuppressWarnings("restricted")
final class Libc {
    static {
        var machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!Set.of("Linux on amd64", "Linux on riscv64").contains(machine)) {
            throw new UnsupportedOperationException("hashing needs Linux on amd64 or riscv64, this is " + machine);
        }
    }

    private static final int LONGEST_MESSAGE = 256;
    private static final Linker.Option ERRNO_CAPTURE = Linker.Option.captureCallState("errno");

    static final MethodHandle OPENAT = bind(
            "openat",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            ERRNO_CAPTURE,
            Linker.Option.firstVariadicArg(3));
    static final MethodHandle READ =
            bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO_CAPTURE);
    static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    static final MethodHandle STATX = bind(
            "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS), ERRNO_CAPTURE);
    static final MethodHandle FSTATFS =
            bind("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), ERRNO_CAPTURE);
    static final MethodHandle GETDENTS64 =
            bind("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO_CAPTURE);
    static final MethodHandle CLOCK_GETTIME = bind("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    static final MethodHandle STRERROR = bind(
            "strerror",
            FunctionDescriptor.of(
                    ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(LONGEST_MESSAGE, JAVA_BYTE)), JAVA_INT));

    /** Where a call that fails leaves its error number. */
    static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {}

    private static MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    /** A downcall itself throws nothing but what the caller did wrong, such as using another thread's memory. */
    static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }
}
