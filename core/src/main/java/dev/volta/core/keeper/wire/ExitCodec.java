package dev.volta.core.keeper.wire;

import dev.volta.core.remote.ExitStatus;

/** The end of a program as bytes: a kind, then a code, a signal's name or a limit. */
public final class ExitCodec {
    private static final int EXITED = 0;
    private static final int SIGNALLED = 1;
    private static final int TIMED_OUT = 2;

    private ExitCodec() {}

    public static KeeperPayloadWriter write(ExitStatus status) {
        var out = new KeeperPayloadWriter();
        return switch (status) {
            case ExitStatus.Exited(var code) -> out.number(EXITED).number(code);
            case ExitStatus.Signalled(var name) -> out.number(SIGNALLED).text(name);
            case ExitStatus.TimedOut(var limit) -> out.number(TIMED_OUT).duration(limit);
        };
    }

    public static ExitStatus read(KeeperPayloadReader in) throws KeeperProtocolException {
        var kind = in.number();
        return switch (kind) {
            case EXITED -> new ExitStatus.Exited(in.number());
            case SIGNALLED -> new ExitStatus.Signalled(in.text());
            case TIMED_OUT -> new ExitStatus.TimedOut(in.duration());
            default -> throw new KeeperProtocolException("no program ends in the way " + kind);
        };
    }
}
