package dev.volta.core.vm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;

class LinkReaderTest {
    private final LinkNonce nonce = LinkNonce.random();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private void send(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            sent.write(bytes.get());
        }
    }

    private LinkReader reader() {
        return new LinkReader(Channels.newChannel(new ByteArrayInputStream(sent.toByteArray())), nonce);
    }

    @Test
    void writesAFrameAsItIsDescribed() {
        var mark = nonce.bytes();
        assertThat(nonce.write(new LinkFrame(LinkFrameType.DATA, 0x01020304, new byte[] {9, 8}))
                        .array())
                .containsExactly(7, 1, 2, 3, 4, 0, 2, 9, 8, mark[0], mark[1], mark[2], mark[3]);
        assertThat(mark).hasSize(16).doesNotContain(0);
    }

    @Test
    void passesOverWhatAnEarlierConnectionLeft() throws IOException {
        var earlier = LinkNonce.random();
        send(earlier.hello());
        send(earlier.write(new LinkFrame(LinkFrameType.DATA, 1, new byte[100])).limit(50));
        send(ByteBuffer.wrap(new byte[] {1, 1, 0, 0, 1}));
        send(nonce.hello());
        send(ByteBuffer.wrap(new byte[3]));
        send(nonce.write(LinkFrame.of(LinkFrameType.CREDIT, 5, 70000)));
        var reader = reader();
        reader.awaitHello();
        var credit = reader.next();
        assertThat(credit.type()).isEqualTo(LinkFrameType.CREDIT);
        assertThat(credit.stream()).isEqualTo(5);
        assertThat(credit.number()).isEqualTo(70000);
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }

    @Test
    void takesNoFrameOfAnotherConnection() throws IOException {
        send(nonce.hello());
        send(LinkNonce.random().write(LinkFrame.of(LinkFrameType.RESET, 5)));
        var reader = reader();
        reader.awaitHello();
        assertThatThrownBy(reader::next).hasMessage("what the guest sends is no frame of this connection");
    }

    @Test
    void takesNoUnknownTypeAndNothingTooLong() throws IOException {
        for (var bytes : new byte[][] {{11, 0, 0, 0, 1, 0, 0}, {7, 0, 0, 0, 1, 0x40, 1}, {-1, 0, 0, 0, 1, 0, 0}}) {
            sent.reset();
            send(nonce.hello());
            send(ByteBuffer.wrap(bytes));
            var reader = reader();
            reader.awaitHello();
            assertThatThrownBy(reader::next).hasMessage("what the guest sends is no frame");
        }
    }
}
