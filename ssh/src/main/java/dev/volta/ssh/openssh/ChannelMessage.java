package dev.volta.ssh.openssh;

/** The numbers of the messages about channels (RFC 4254 section 9). */
final class ChannelMessage {
    static final int CHANNEL_OPEN = 90;
    static final int OPEN_CONFIRMATION = 91;
    static final int OPEN_FAILURE = 92;
    static final int WINDOW_ADJUST = 93;
    static final int DATA = 94;
    static final int EXTENDED_DATA = 95;
    static final int EOF = 96;
    static final int CLOSE = 97;
    static final int REQUEST = 98;
    static final int SUCCESS = 99;
    static final int FAILURE = 100;

    private ChannelMessage() {}
}
