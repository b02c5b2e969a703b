package dev.volta.core.launcher.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * One call of posix_spawn(3), prepared: what the child runs, with its three standard descriptors. It leads a session of its
 * own; no signal is blocked or ignored. It inherits every descriptor that is not marked to be closed.
 */
public final class Spawn implements AutoCloseable {
    /** Means: none. */
    public static final int NONE = -1;

    /** More than a {@code posix_spawn_file_actions_t}, {@code posix_spawnattr_t} or {@code sigset_t} has. */
    private static final int OPAQUE_BYTES = 512;

    private static final int SETSIGDEF = 0x04;
    private static final int SETSIGMASK = 0x08;
    private static final int SETSID = 0x80;
    private static final int SETCGROUP = 0x100;

    private static final MemorySegment POSIX_SPAWN = Libc.function("posix_spawn");
    private static final MemorySegment ACTIONS_INIT = Libc.function("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DESTROY = Libc.function("posix_spawn_file_actions_destroy");
    private static final MemorySegment ADD_DUP2 = Libc.function("posix_spawn_file_actions_adddup2");
    private static final MemorySegment ATTRIBUTES_INIT = Libc.function("posix_spawnattr_init");
    private static final MemorySegment SET_FLAGS = Libc.function("posix_spawnattr_setflags");
    private static final MemorySegment SET_SIGNALS_TO_DEFAULT = Libc.function("posix_spawnattr_setsigdefault");
    private static final MemorySegment SET_SIGNAL_MASK = Libc.function("posix_spawnattr_setsigmask");

    /** Since glibc 2.29. */
    private static final Optional<MemorySegment> ADD_FCHDIR =
            Libc.functionIfThere("posix_spawn_file_actions_addfchdir_np");

    /** Since glibc 2.39. */
    private static final Optional<MemorySegment> SET_CGROUP = Libc.functionIfThere("posix_spawnattr_setcgroup_np");

    private final SystemCalls calls;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment pid = opaque();
    private final MemorySegment program;
    private final MemorySegment actions = opaque();
    private final MemorySegment attributes = opaque();
    private final MemorySegment argv;
    private final MemorySegment environment;

    /**
     * Prepares the call.
     *
     * @param folder an open folder where the child starts, if it {@link #canStartInFolder}, or {@link #NONE}: where this
     *     process is
     */
    public Spawn(
            SystemCalls calls,
            byte[] program,
            List<byte[]> argv,
            List<byte[]> environment,
            int folder,
            int stdin,
            int stdout,
            int stderr) {
        this.calls = calls;
        this.program = SystemCalls.terminated(arena, program);
        this.argv = vector(argv);
        this.environment = vector(environment);
        require(calls.call(ACTIONS_INIT, actions.address(), 0, 0, 0, 0, 0));
        require(calls.call(ADD_DUP2, actions.address(), stdin, 0, 0, 0, 0));
        require(calls.call(ADD_DUP2, actions.address(), stdout, 1, 0, 0, 0));
        require(calls.call(ADD_DUP2, actions.address(), stderr, 2, 0, 0, 0));
        if (folder != NONE) {
            require(calls.call(ADD_FCHDIR.orElseThrow(), actions.address(), folder, 0, 0, 0, 0));
        }
        require(calls.call(ATTRIBUTES_INIT, attributes.address(), 0, 0, 0, 0, 0));
        setFlags(0);
        var signals = opaque();
        require(calls.call(SET_SIGNAL_MASK, attributes.address(), signals.address(), 0, 0, 0, 0));
        // Without those of the C library's own that sigfillset(3) leaves out, it would have the child ignore these.
        signals.fill((byte) 0xff);
        require(calls.call(SET_SIGNALS_TO_DEFAULT, attributes.address(), signals.address(), 0, 0, 0, 0));
    }

    /** Whether the C library can start a child elsewhere than where this process is. */
    public static boolean canStartInFolder() {
        return ADD_FCHDIR.isPresent();
    }

    /** Whether the C library can make a child in a cgroup of version 2. */
    public static boolean canEnterCgroup() {
        return SET_CGROUP.isPresent();
    }

    /** Makes the child in the cgroup of version 2 whose folder is open there. */
    public void enterCgroup(int folder) {
        require(calls.call(SET_CGROUP.orElseThrow(), attributes.address(), folder, 0, 0, 0, 0));
        setFlags(SETCGROUP);
    }

    /** Starts the child, and returns its number, or the negated {@link Errno} that kept it from being one. */
    public int start() {
        var failed = (int) calls.call(
                POSIX_SPAWN,
                pid.address(),
                program.address(),
                actions.address(),
                attributes.address(),
                argv.address(),
                environment.address());
        return failed != 0
                ? -failed
                : pid.asByteBuffer().order(ByteOrder.nativeOrder()).getInt(0);
    }

    private void setFlags(int more) {
        require(calls.call(SET_FLAGS, attributes.address(), SETSIGDEF | SETSIGMASK | SETSID | more, 0, 0, 0, 0));
    }

    private void require(long result) {
        if ((int) result != 0) {
            throw new IllegalStateException("posix_spawn cannot be prepared: " + calls.message((int) result));
        }
    }

    private MemorySegment opaque() {
        return arena.allocate(OPAQUE_BYTES, Long.BYTES);
    }

    /** Addresses of the texts, and a null. */
    private MemorySegment vector(List<byte[]> texts) {
        var addresses = new long[texts.size() + 1];
        for (var i = 0; i < texts.size(); i++) {
            addresses[i] = SystemCalls.terminated(arena, texts.get(i)).address();
        }
        var vector = arena.allocate((long) addresses.length * Long.BYTES, Long.BYTES);
        MemorySegment.copy(addresses, 0, vector, ValueLayout.JAVA_LONG, 0, addresses.length);
        return vector;
    }

    @Override
    public void close() {
        calls.call(ACTIONS_DESTROY, actions.address(), 0, 0, 0, 0, 0);
        arena.close();
    }
}
