package dev.volta.core.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.volta.core.wire.RawText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LauncherCodecTest {
    private static final String NOT_UTF8 = RawText.decode(new byte[] {'a', (byte) 0xff, '\n', '\'', (byte) 0xc3});
    private static final Launch LAUNCH = new Launch(
            7,
            List.of("printf", "", NOT_UTF8, "ж"),
            List.of("A=b", "B=" + NOT_UTF8, "C="),
            "/tmp/" + NOT_UTF8,
            "in put",
            Output.KEEP,
            Output.DISCARD,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            true);
    private static final Launch BARE =
            new Launch(-1, List.of("true"), List.of(), "", "", Output.DISCARD, Output.KEEP, 0, 0, false);

    private static final List<LauncherRequest> REQUESTS = List.of(
            new LauncherRequest.Open(1, "a-run_1.b", new LaunchLimits(1L << 40, 150_000), 5, Optional.of(LAUNCH)),
            new LauncherRequest.Open(-1, "a", LaunchLimits.NONE, 0, Optional.empty()),
            new LauncherRequest.Ping(Long.MAX_VALUE),
            LAUNCH,
            BARE,
            new LauncherRequest.Cancel(-2),
            new LauncherRequest.Close());
    private static final List<LauncherReply> REPLIES = List.of(
            new LauncherReply.Opened(1, 77, "cgroup v2", Optional.of("why"), Optional.empty(), -5),
            new LauncherReply.Opened(1, 77, "none", Optional.empty(), Optional.of("why"), 5),
            new LauncherReply.Pong(1, Long.MIN_VALUE),
            ended(new Outcome.Exited(255), new PeakMemory.Bytes(1L << 33, "of a cgroup"), true),
            ended(new Outcome.Signalled(9), new PeakMemory.Unavailable("no cgroup"), false),
            ended(new Outcome.NotStarted(NOT_UTF8 + ": No such file"), new PeakMemory.Unavailable(""), false));

    private static LauncherReply.Ended ended(Outcome outcome, PeakMemory memory, boolean timedOut) {
        return new LauncherReply.Ended(
                3,
                4,
                5,
                outcome,
                timedOut,
                !timedOut,
                6,
                new ResourceUsage(1, 2, 3, 4, 5, 1L << 35),
                memory,
                9,
                new CapturedOutput(1L << 34, "e3b0", new byte[] {0, -1, 5}),
                CapturedOutput.NONE);
    }

    @Test
    void readsEveryMessageAsItWasWritten() throws IOException {
        var stream = new ByteArrayOutputStream();
        for (var request : REQUESTS) {
            LauncherCodec.write(stream, request);
        }
        var requests = new ByteArrayInputStream(stream.toByteArray());
        for (var request : REQUESTS) {
            assertThat(LauncherCodec.readRequest(requests)).contains(request);
        }
        assertThat(LauncherCodec.readRequest(requests)).isEmpty();

        stream.reset();
        for (var reply : REPLIES) {
            LauncherCodec.write(stream, reply);
        }
        var replies = new ByteArrayInputStream(stream.toByteArray());
        for (var reply : REPLIES) {
            assertThat(LauncherCodec.readReply(replies)).contains(reply);
        }
        assertThat(LauncherCodec.readReply(replies)).isEmpty();
    }

    /** The codec tells messages and variants apart by hand, so the compiler would not miss one. */
    @Test
    void knowsEveryMessageAndVariant() {
        var tested = new HashSet<Class<?>>();
        REQUESTS.forEach(request -> tested.add(request.getClass()));
        for (var reply : REPLIES) {
            tested.add(reply.getClass());
            if (reply instanceof LauncherReply.Ended ended) {
                tested.add(ended.outcome().getClass());
                tested.add(ended.memory().getClass());
            }
        }
        for (var type : Set.of(LauncherRequest.class, LauncherReply.class, Outcome.class, PeakMemory.class)) {
            assertThat(tested).contains(type.getPermittedSubclasses());
        }
    }

    @Test
    void refusesEveryMessageThatIsCutOrLonger() throws IOException {
        for (var request : REQUESTS) {
            var payload = payload(request);
            for (var length = 1; length < payload.length; length++) {
                var cut = frame(Arrays.copyOf(payload, length));
                assertThatExceptionOfType(LauncherProtocolException.class)
                        .isThrownBy(() -> LauncherCodec.readRequest(new ByteArrayInputStream(cut)));
            }
            var longer = frame(Arrays.copyOf(payload, payload.length + 1));
            assertThatExceptionOfType(LauncherProtocolException.class)
                    .isThrownBy(() -> LauncherCodec.readRequest(new ByteArrayInputStream(longer)))
                    .withMessageContaining("that ends after " + payload.length);
        }
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertRefused("Welcome to Debian\n".getBytes(UTF_8), "a message of 1466264675 bytes; expected 1 to 16777216");
        assertRefused(new byte[] {0, 0, 0, 0}, "a message of 0 bytes");
        assertRefused(new byte[] {-1, -1, -1, -1}, "a message of 4294967295 bytes");
        assertRefused(frame(new byte[] {99}), "byte 0 of a message is 99, which is no message from a client");
        assertRefused(frame(new byte[] {66}), "is 66, which is no message from a client");
        // a launch with more arguments than there are bytes
        assertRefused(frame(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, 1, 127, 0, 0, 0}), "a list of 2130706432 elements");
        // a run with a name that leaves the folder of cgroups
        assertRefused(
                frame(new byte[] {
                    1, 0, 0, 0, 1, 0, 0, 0, 2, '.', '/', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                    0, 0, 0, 0
                }),
                "the name of a run is './'");
        assertThatExceptionOfType(LauncherProtocolException.class)
                .isThrownBy(() -> LauncherCodec.readReply(new ByteArrayInputStream(frame(new byte[] {5}))))
                .withMessageContaining("is 5, which is no message from a launcher");
    }

    @Test
    void tellsAStreamThatEndsInAMessage() {
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> LauncherCodec.readReply(new ByteArrayInputStream(new byte[3])))
                .withMessage("the stream ended in the length of a message");
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> LauncherCodec.readReply(new ByteArrayInputStream(new byte[] {0, 0, 0, 9, 1})))
                .withMessage("the stream ended after 1 of 9 bytes of a message");
    }

    @Test
    void refusesToWriteMoreThanAFrameHolds() {
        var argument = "x".repeat(LauncherCodec.LARGEST_PAYLOAD);
        var launch = new Launch(1, List.of(argument), List.of(), "", "", Output.KEEP, Output.KEEP, 0, 0, false);
        var out = new ByteArrayOutputStream();
        assertThatExceptionOfType(LauncherProtocolException.class)
                .isThrownBy(() -> LauncherCodec.write(out, launch))
                .withMessageContaining("more than the 16777216 that are allowed");
        assertThat(out.size()).isZero();
    }

    @Test
    void twoOutputsOfTheLargestSizeFit() throws IOException {
        var captured = new CapturedOutput(1L << 40, "e3b0", new byte[(int) LauncherRequest.Open.LARGEST_OUTPUT]);
        var ended = new LauncherReply.Ended(
                1,
                2,
                3,
                new Outcome.Exited(0),
                false,
                false,
                0,
                ResourceUsage.NONE,
                new PeakMemory.Unavailable("no cgroup"),
                0,
                captured,
                captured);
        var out = new ByteArrayOutputStream();
        LauncherCodec.write(out, ended);
        assertThat(LauncherCodec.readReply(new ByteArrayInputStream(out.toByteArray())))
                .contains(ended);
    }

    @Test
    void refusesLaunchesThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> launch(List.of(), List.of()))
                .withMessage("a launch without a command");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> launch(List.of("a", "b\0c"), List.of()))
                .withMessageContaining("zero byte");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> launch(List.of("a"), List.of("=b")))
                .withMessage("the environment variable '=b'; expected NAME=value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LauncherRequest.Open(
                        1, "a", LaunchLimits.NONE, LauncherRequest.Open.LARGEST_OUTPUT + 1, Optional.empty()))
                .withMessageContaining("the limit of the output is 7340033 bytes");
    }

    private static Launch launch(List<String> argv, List<String> environment) {
        return new Launch(1, argv, environment, "", "", Output.KEEP, Output.KEEP, 0, 0, false);
    }

    private static void assertRefused(byte[] stream, String why) {
        assertThatExceptionOfType(LauncherProtocolException.class)
                .isThrownBy(() -> LauncherCodec.readRequest(new ByteArrayInputStream(stream)))
                .withMessageContaining(why);
    }

    private static byte[] payload(LauncherMessage message) throws IOException {
        var out = new ByteArrayOutputStream();
        LauncherCodec.write(out, message);
        return Arrays.copyOfRange(out.toByteArray(), Integer.BYTES, out.size());
    }

    private static byte[] frame(byte[] payload) {
        var frame = new byte[Integer.BYTES + payload.length];
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, Integer.BYTES, payload.length);
        return frame;
    }
}
