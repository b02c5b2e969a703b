package dev.volta.core.stream;

/**
 * Threads that wait for sockets, in commands that are soon over. They are not virtual: the first virtual thread that
 * waits for a socket makes the JVM start a poller, and for that one the end of the process waits 0.3 s in vain
 * (HotSpot's {@code VM_Exit}).
 */
public final class SocketThreads {
    private SocketThreads() {}

    public static Thread.Builder.OfPlatform named(String name) {
        return Thread.ofPlatform().daemon().name(name);
    }
}
