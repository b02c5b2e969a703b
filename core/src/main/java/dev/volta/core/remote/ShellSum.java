package dev.volta.core.remote;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A number that a POSIX shell reckons and prints, and nobody else does who only sees the command line: that holds the two
 * halves. Other shells cannot read the line, and what repeats it does not reckon. It takes no program: arithmetic is part of
 * every shell.
 *
 * @param second the sum fits into 31 bits, the least that a shell counts with
 */
public record ShellSum(int first, int second) {
    private static final int HALF = 1 << 29;

    public static ShellSum random() {
        var random = ThreadLocalRandom.current();
        return new ShellSum(random.nextInt(HALF), random.nextInt(HALF));
    }

    /** For the command line. */
    public String expression() {
        return "$((" + first + "+" + second + "))";
    }

    /** What the shell makes of it. */
    @Override
    public String toString() {
        return Integer.toString(first + second);
    }
}
