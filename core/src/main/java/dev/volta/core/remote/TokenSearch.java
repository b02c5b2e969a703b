package dev.volta.core.remote;

import java.nio.ByteBuffer;

/**
 * Looks for a token in bytes that come one after the other. The token's first byte comes once in it, so after a mismatch it
 * can begin at that byte or at the next one.
 */
public final class TokenSearch {
    private final byte[] token;
    private int matched;

    public TokenSearch(byte[] token) {
        this.token = token.clone();
    }

    /** Whether the token is complete with {@code next}. */
    public boolean take(byte next) {
        matched = next == token[matched] ? matched + 1 : next == token[0] ? 1 : 0;
        return isFound();
    }

    /** Where the next byte in {@code bytes} is that matters: all before it can be no part of the token. */
    public int next(ByteBuffer bytes) {
        var at = bytes.position();
        if (matched == 0) {
            var first = token[0];
            while (at < bytes.limit() && bytes.get(at) != first) {
                at++;
            }
        }
        return at;
    }

    public boolean isFound() {
        return matched == token.length;
    }

    /** How many of its bytes have come last. */
    public int matched() {
        return matched;
    }
}
