package dev.volta.ssh;

import java.time.Duration;

/**
 * How long each step of a connection may take.
 *
 * @param connect to set up TCP
 * @param greeting from there to the end of the key exchange; a host that accepts and says nothing ends here
 * @param authentication from there until the user is let in
 * @param channel to open a channel
 * @param keepAlive between two questions whether the server is still there; zero asks none
 * @param keepAliveMisses unanswered questions after which the connection is given up
 * @param silence in a file transfer, after which it is given up: while something is waited for and no byte moves in either
 *     direction, or while a file of unknown size gives next to nothing
 */
public record Timing(
        Duration connect,
        Duration greeting,
        Duration authentication,
        Duration channel,
        Duration keepAlive,
        int keepAliveMisses,
        Duration silence) {
    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            3,
            Duration.ofSeconds(60));

    public Timing withConnect(Duration limit) {
        return new Timing(limit, greeting, authentication, channel, keepAlive, keepAliveMisses, silence);
    }

    public Timing withGreeting(Duration limit) {
        return new Timing(connect, limit, authentication, channel, keepAlive, keepAliveMisses, silence);
    }

    public Timing withKeepAliveMisses(int misses) {
        return new Timing(connect, greeting, authentication, channel, keepAlive, misses, silence);
    }

    public Timing withKeepAlive(Duration interval) {
        return new Timing(connect, greeting, authentication, channel, interval, keepAliveMisses, silence);
    }

    public Timing withSilence(Duration limit) {
        return new Timing(connect, greeting, authentication, channel, keepAlive, keepAliveMisses, limit);
    }
}
