package dev.volta.core.remote;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * The output of a script until its {@link EndToken}. Of what came last, only what may be the token's beginning is held
 * back.
 */
final class ProvenOutput implements OutputSink {
    private static final int LONGEST_STATUS = 3;

    private final OutputSink sink;
    private final byte[] beginning;
    private final TokenSearch search;
    private final KeptEnd kept = new KeptEnd();
    private final StringBuilder digits = new StringBuilder();
    private Optional<Integer> status = Optional.empty();

    ProvenOutput(EndToken token, OutputSink sink) {
        this.sink = sink;
        this.beginning = token.beginning();
        this.search = new TokenSearch(beginning);
    }

    @Override
    public void stdout(ByteBuffer bytes) {
        var from = bytes.position();
        var heldBefore = search.matched();
        while (!search.isFound() && bytes.position(search.next(bytes)).hasRemaining()) {
            var matched = search.matched();
            search.take(bytes.get());
            if (search.matched() <= matched && heldBefore > 0) {
                hand(ByteBuffer.wrap(beginning, 0, heldBefore));
                heldBefore = 0;
            }
        }
        // What was held back before is either handed on by now or still the beginning of what is.
        var until = bytes.position() - (search.matched() - heldBefore);
        if (until > from) {
            hand(bytes.duplicate().position(from).limit(until));
        }
        while (search.isFound() && bytes.hasRemaining()) {
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
        hand(ByteBuffer.wrap(beginning, 0, search.matched()));
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
