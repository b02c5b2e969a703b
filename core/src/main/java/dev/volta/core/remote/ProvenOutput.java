package dev.volta.core.remote;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * The output of a script until its {@link EndToken}. Of what came last, only what may be the token's beginning is held
 * back. The token's first letter comes once in its beginning, so after a mismatch it can begin at the next byte at the
 * earliest.
 */
final class ProvenOutput implements OutputSink {
    private static final int LONGEST_STATUS = 3;

    private final OutputSink sink;
    private final byte[] beginning;
    private final KeptBeginning kept = new KeptBeginning(KeptBeginning.LINES);
    private final StringBuilder digits = new StringBuilder();
    private int matched;
    private Optional<Integer> status = Optional.empty();

    ProvenOutput(EndToken token, OutputSink sink) {
        this.sink = sink;
        this.beginning = token.beginning();
    }

    @Override
    public void stdout(ByteBuffer bytes) {
        var from = bytes.position();
        var heldBefore = matched;
        while (matched < beginning.length && bytes.hasRemaining()) {
            var next = bytes.get();
            if (next == beginning[matched]) {
                matched++;
                continue;
            }
            if (heldBefore > 0) {
                hand(ByteBuffer.wrap(beginning, 0, heldBefore));
                heldBefore = 0;
            }
            matched = next == beginning[0] ? 1 : 0;
        }
        // What was held back before is either handed on by now or still the beginning of what is.
        var until = bytes.position() - (matched - heldBefore);
        if (until > from) {
            hand(bytes.duplicate().position(from).limit(until));
        }
        while (matched == beginning.length && bytes.hasRemaining()) {
            statusDigit((char) (bytes.get() & 0xff));
        }
    }

    private void statusDigit(char next) {
        if (status.isPresent()) {
            return;
        }
        if (next >= '0' && next <= '9' && digits.length() < LONGEST_STATUS) {
            digits.append(next);
        } else if (!digits.isEmpty()) {
            status = Optional.of(Integer.parseInt(digits.toString()));
        }
    }

    private void hand(ByteBuffer bytes) {
        kept.stdout(bytes.duplicate());
        sink.stdout(bytes);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        kept.stderr(bytes.duplicate());
        sink.stderr(bytes);
    }

    /**
     * How the script ended, once its output has.
     *
     * @param told what the connection says of it
     * @param failure what is thrown if nothing proves that it ran
     */
    ExitStatus status(ExitStatus told, Function<String, RemoteException> failure) {
        if (status.isPresent()) {
            return new ExitStatus.Exited(status.get());
        }
        if (matched > 0) {
            hand(ByteBuffer.wrap(beginning, 0, matched));
            matched = 0;
        }
        return switch (told) {
            case ExitStatus.TimedOut _, ExitStatus.Signalled _ -> told;
            case ExitStatus.Exited _ -> throw failure.apply("did not run to its end: " + told + ", " + instead());
        };
    }

    private String instead() {
        return kept.lastLine()
                .map(line -> "and what came last is '" + line + "'")
                .orElse("and nothing came");
    }
}
