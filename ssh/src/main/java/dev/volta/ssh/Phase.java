package dev.volta.ssh;

/** How far a connection had come when it failed. */
public enum Phase {
    CONNECT("connect"),
    KEY_EXCHANGE("key exchange"),
    HOST_KEY("host key"),
    AUTHENTICATION("authentication"),
    CHANNEL("channel");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
