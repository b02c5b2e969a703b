package dev.volta.core.stream;

/**
 * A few threads that wait for sockets, in commands that would be over sooner than those of virtual threads are: the first
 * virtual thread that waits for a socket makes the JVM start a poller, and for that one the end of the process waits
 * 0.3 s in vain (HotSpot's {@code VM_Exit}).
 */
public final class SocketThreads {
    private SocketThreads() {}

    public static Thread.Builder.OfPlatform named(String name) {
        return Thread.ofPlatform().daemon().name(name);
    }
}
