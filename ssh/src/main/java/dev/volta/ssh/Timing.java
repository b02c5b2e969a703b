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
 */
public record Timing(
        Duration connect,
        Duration greeting,
        Duration authentication,
        Duration channel,
        Duration keepAlive,
        int keepAliveMisses) {
    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            3);

    public Timing withConnect(Duration limit) {
        return new Timing(limit, greeting, authentication, channel, keepAlive, keepAliveMisses);
    }

    public Timing withGreeting(Duration limit) {
        return new Timing(connect, limit, authentication, channel, keepAlive, keepAliveMisses);
    }

    public Timing withKeepAlive(Duration interval) {
        return new Timing(connect, greeting, authentication, channel, interval, keepAliveMisses);
    }
}
