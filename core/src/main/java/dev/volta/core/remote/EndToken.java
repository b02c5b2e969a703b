package dev.volta.core.remote;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a shell prints when a script has ended, and nobody else can who only sees the command line.
 *
 * @param first one half of the sum that the token holds
 * @param second the other half; the sum fits into 31 bits, the least that a shell counts with
 */
record EndToken(int first, int second) {
    private static final int HALF = 1 << 29;

    static EndToken random() {
        var random = ThreadLocalRandom.current();
        return new EndToken(random.nextInt(HALF), random.nextInt(HALF));
    }

    /** The script with what prints the token behind it. */
    String behind(String script) {
        return "(:\n" + script + "\n)\ns=$?; echo \"volta-end-$((" + first + "+" + second + ")):$s\"; exit $s\n";
    }

    /** What it begins with; the status in digits and a line feed follow. */
    byte[] beginning() {
        return ("volta-end-" + (first + second) + ":").getBytes(StandardCharsets.UTF_8);
    }
}
