package dev.volta.hashing.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FramesTest {
    static Stream<Message> messages() {
        return Samples.all().stream();
    }

    private static ByteBuffer body(Message message) {
        ByteBuffer frame = Frames.encode(message);
        assertThat(frame.getInt()).isEqualTo(frame.remaining());
        return frame.slice();
    }

    @Test
    void theSamplesHoldEveryType() {
        Set<MessageType> types = messages().map(Message::type).collect(Collectors.toSet());
        assertThat(types).isEqualTo(EnumSet.allOf(MessageType.class));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsEncodedIsDecodedToTheSame(Message message) throws ProtocolException {
        Message decoded = Frames.decode(body(message));
        assertThat(decoded).usingRecursiveComparison().isEqualTo(message);
        assertThat(Frames.encode(decoded)).isEqualTo(Frames.encode(message));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyTruncationIsMalformed(Message message) {
        ByteBuffer whole = body(message);
        for (int length = 1; length < whole.capacity(); length++) {
            ByteBuffer part = whole.slice(0, length);
            assertThatThrownBy(() -> Frames.decode(part))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.MALFORMED));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aByteTooManyIsMalformed(Message message) {
        ByteBuffer whole = body(message);
        ByteBuffer longer = ByteBuffer.allocate(whole.capacity() + 1).put(whole).clear();
        assertThatThrownBy(() -> Frames.decode(longer)).hasMessage("1 bytes too many");
    }

    @Test
    void anUnknownTypeIsNamed() {
        assertThatThrownBy(() -> Frames.decode(ByteBuffer.wrap(new byte[] {0x7F})))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNKNOWN_TYPE))
                .hasMessage("frame type 127 is not defined");
    }

    @Test
    void anUnknownVersionIsRefusedWithoutLookingFurther() {
        ByteBuffer hello = ByteBuffer.allocate(7)
                .put((byte) MessageType.HELLO.code())
                .putInt(Handshake.MAGIC)
                .putShort((short) 1)
                .flip();
        assertThatThrownBy(() -> Frames.decode(hello))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNKNOWN_VERSION))
                .hasMessage(
                        "the peer that connects speaks version 1 of the dispatch protocol, and the controller version 2;"
                                + " bring all nodes to one version with 'volta deploy-all'");
    }

    @Test
    void theTokenStaysOutOfTheText() {
        assertThat(messages().findFirst().orElseThrow().toString()).doesNotContain("secret");
    }
}
