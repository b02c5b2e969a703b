package dev.volta.core.launcher;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Messages as bytes. A frame is the length of its payload (4 bytes, big-endian, at most {@link #LARGEST_PAYLOAD}) and the
 * payload: one byte that says which message it is, and the fields in the order of the record. Numbers are big-endian, of 4
 * bytes for an {@code int} and of 8 for a {@code long}; yes or no and the choice of a variant are a byte; text and bytes are
 * preceded by their length in 4 bytes, lists by the number of their elements in 4 bytes.
 */
public final class LauncherCodec {
    public static final int LARGEST_PAYLOAD = 16 << 20;

    private static final byte OPEN = 1;
    private static final byte PING = 2;
    private static final byte LAUNCH = 3;
    private static final byte CANCEL = 4;
    private static final byte CLOSE = 5;
    private static final byte OPENED = 65;
    private static final byte PONG = 66;
    private static final byte ENDED = 67;

    private static final byte EXITED = 1;
    private static final byte SIGNALLED = 2;
    private static final byte NOT_STARTED = 3;

    private LauncherCodec() {}

    /** Writes one frame at once, and flushes. Hazard: two threads that write need a lock around it. */
    public static void write(OutputStream out, LauncherMessage message) throws IOException {
        out.write(encode(message));
        out.flush();
    }

    /** The next message from a client; empty at the end of the stream. */
    public static Optional<LauncherRequest> readRequest(InputStream in) throws IOException {
        var payload = readPayload(in);
        return payload.isEmpty() ? Optional.empty() : Optional.of(decodeRequest(new PayloadReader(payload.get())));
    }

    /** The next message from a launcher; empty at the end of the stream. */
    public static Optional<LauncherReply> readReply(InputStream in) throws IOException {
        var payload = readPayload(in);
        return payload.isEmpty() ? Optional.empty() : Optional.of(decodeReply(new PayloadReader(payload.get())));
    }

    private static Optional<byte[]> readPayload(InputStream in) throws IOException {
        var head = in.readNBytes(Integer.BYTES);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head.length < Integer.BYTES) {
            throw new EOFException("the stream ended in the length of a message");
        }
        var length = new PayloadReader(head).number();
        if (length < 1 || length > LARGEST_PAYLOAD) {
            throw new LauncherProtocolException("a message of " + Integer.toUnsignedLong(length)
                    + " bytes; expected 1 to " + LARGEST_PAYLOAD + ": is there other output before it?");
        }
        var payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException(
                    "the stream ended after " + payload.length + " of " + length + " bytes of a message");
        }
        return Optional.of(payload);
    }

    // No switch over patterns here: the launcher would wait tens of milliseconds at its start for what makes it.
    private static byte[] encode(LauncherMessage message) throws IOException {
        var out = new PayloadWriter();
        if (message instanceof LauncherRequest.Open open) {
            out.choice(OPEN);
            out.number(open.protocol());
            out.text(open.name());
            out.number(open.limits().memoryBytes());
            out.number(open.limits().cpuMicrosPer100ms());
            out.number(open.outputLimit());
            out.flag(open.cleanup().isPresent());
            if (open.cleanup().isPresent()) {
                write(out, open.cleanup().get());
            }
        } else if (message instanceof LauncherRequest.Ping ping) {
            out.choice(PING);
            out.number(ping.id());
        } else if (message instanceof Launch launch) {
            out.choice(LAUNCH);
            write(out, launch);
        } else if (message instanceof LauncherRequest.Cancel cancel) {
            out.choice(CANCEL);
            out.number(cancel.id());
        } else if (message instanceof LauncherRequest.Close) {
            out.choice(CLOSE);
        } else if (message instanceof LauncherReply.Opened opened) {
            out.choice(OPENED);
            out.number(opened.protocol());
            out.number(opened.pid());
            out.text(opened.tree());
            out.optionalText(opened.noMemory());
            out.optionalText(opened.noLimits());
            out.number(opened.nanos());
        } else if (message instanceof LauncherReply.Pong pong) {
            out.choice(PONG);
            out.number(pong.id());
            out.number(pong.nanos());
        } else if (message instanceof LauncherReply.Ended ended) {
            out.choice(ENDED);
            write(out, ended);
        }
        return out.frame();
    }

    private static LauncherRequest decodeRequest(PayloadReader in) throws IOException {
        try {
            var request = switch (in.choice()) {
                case OPEN ->
                    new LauncherRequest.Open(
                            in.number(),
                            in.text(),
                            new LaunchLimits(in.longNumber(), in.longNumber()),
                            in.longNumber(),
                            in.flag() ? Optional.of(launch(in)) : Optional.empty());
                case PING -> new LauncherRequest.Ping(in.longNumber());
                case LAUNCH -> launch(in);
                case CANCEL -> new LauncherRequest.Cancel(in.longNumber());
                case CLOSE -> new LauncherRequest.Close();
                default -> throw in.unknown("message from a client");
            };
            in.expectEnd();
            return request;
        } catch (IllegalArgumentException e) {
            throw new LauncherProtocolException("a message with " + e.getMessage());
        }
    }

    private static LauncherReply decodeReply(PayloadReader in) throws IOException {
        var reply = switch (in.choice()) {
            case OPENED ->
                new LauncherReply.Opened(
                        in.number(), in.longNumber(), in.text(), in.optionalText(), in.optionalText(), in.longNumber());
            case PONG -> new LauncherReply.Pong(in.longNumber(), in.longNumber());
            case ENDED -> ended(in);
            default -> throw in.unknown("message from a launcher");
        };
        in.expectEnd();
        return reply;
    }

    private static void write(PayloadWriter out, Launch launch) {
        out.number(launch.id());
        out.texts(launch.argv());
        out.texts(launch.environment());
        out.text(launch.folder());
        out.text(launch.stdin());
        out.flag(launch.stdout() == Output.KEEP);
        out.flag(launch.stderr() == Output.KEEP);
        out.number(launch.startAt());
        out.number(launch.limitNanos());
        out.flag(launch.lasting());
    }

    private static Launch launch(PayloadReader in) throws IOException {
        return new Launch(
                in.longNumber(),
                in.texts(),
                in.texts(),
                in.text(),
                in.text(),
                output(in),
                output(in),
                in.longNumber(),
                in.longNumber(),
                in.flag());
    }

    private static Output output(PayloadReader in) throws IOException {
        return in.flag() ? Output.KEEP : Output.DISCARD;
    }

    private static void write(PayloadWriter out, LauncherReply.Ended ended) {
        out.number(ended.id());
        out.number(ended.startNanos());
        out.number(ended.endNanos());
        write(out, ended.outcome());
        out.flag(ended.timedOut());
        out.flag(ended.cancelled());
        out.number(ended.oomKills());
        write(out, ended.usage());
        write(out, ended.memory());
        out.number(ended.leftovers());
        write(out, ended.stdout());
        write(out, ended.stderr());
    }

    private static LauncherReply.Ended ended(PayloadReader in) throws IOException {
        return new LauncherReply.Ended(
                in.longNumber(),
                in.longNumber(),
                in.longNumber(),
                outcome(in),
                in.flag(),
                in.flag(),
                in.number(),
                new ResourceUsage(
                        in.longNumber(),
                        in.longNumber(),
                        in.longNumber(),
                        in.longNumber(),
                        in.longNumber(),
                        in.longNumber()),
                in.flag() ? new PeakMemory.Bytes(in.longNumber(), in.text()) : new PeakMemory.Unavailable(in.text()),
                in.number(),
                captured(in),
                captured(in));
    }

    private static void write(PayloadWriter out, Outcome outcome) {
        if (outcome instanceof Outcome.Exited exited) {
            out.choice(EXITED);
            out.number(exited.code());
        } else if (outcome instanceof Outcome.Signalled signalled) {
            out.choice(SIGNALLED);
            out.number(signalled.signal());
        } else if (outcome instanceof Outcome.NotStarted notStarted) {
            out.choice(NOT_STARTED);
            out.text(notStarted.why());
        }
    }

    private static Outcome outcome(PayloadReader in) throws IOException {
        return switch (in.choice()) {
            case EXITED -> new Outcome.Exited(in.number());
            case SIGNALLED -> new Outcome.Signalled(in.number());
            case NOT_STARTED -> new Outcome.NotStarted(in.text());
            default -> throw in.unknown("end of a command");
        };
    }

    private static void write(PayloadWriter out, ResourceUsage usage) {
        out.number(usage.userNanos());
        out.number(usage.systemNanos());
        out.number(usage.minorFaults());
        out.number(usage.majorFaults());
        out.number(usage.voluntarySwitches());
        out.number(usage.involuntarySwitches());
    }

    private static void write(PayloadWriter out, PeakMemory memory) {
        out.flag(memory instanceof PeakMemory.Bytes);
        if (memory instanceof PeakMemory.Bytes bytes) {
            out.number(bytes.bytes());
            out.text(bytes.of());
        } else if (memory instanceof PeakMemory.Unavailable unavailable) {
            out.text(unavailable.why());
        }
    }

    private static void write(PayloadWriter out, CapturedOutput captured) {
        out.number(captured.size());
        out.text(captured.sha256());
        out.bytes(captured.beginning());
    }

    private static CapturedOutput captured(PayloadReader in) throws IOException {
        return new CapturedOutput(in.longNumber(), in.text(), in.bytes());
    }
}
