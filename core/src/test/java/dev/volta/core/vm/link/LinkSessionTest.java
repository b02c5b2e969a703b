package dev.volta.core.vm.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The host's side, with a guest that sends what it likes. */
@Timeout(60)
class LinkSessionTest {
    @TempDir
    Path folder;

    private SocketChannel guest;
    private LinkSession session;
    private Thread serving;
    private LinkNonce nonce;
    private LinkReader answers;

    @BeforeEach
    void begin() throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("port"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            guest = SocketChannel.open(address);
            session = new LinkSession("vm1", server.accept());
        }
        serving = Thread.ofVirtual().start(() -> session.serve(() -> {}));
        var greeting = ByteBuffer.allocate(LinkNonce.random().greeting().remaining());
        while (greeting.hasRemaining()) {
            guest.read(greeting);
        }
        var bytes = new byte[LinkNonce.SIZE];
        greeting.get(greeting.capacity() - LinkFrame.MARK - LinkNonce.SIZE, bytes);
        nonce = new LinkNonce(bytes);
        answers = new LinkReader(guest, nonce);
        guest.write(nonce.hello());
    }

    @AfterEach
    void end() throws IOException {
        guest.close();
        session.close();
    }

    private void send(LinkFrame frame) throws IOException {
        guest.write(nonce.write(frame));
    }

    @Test
    void hearsOutNoGuestThatOpensStreamsWithoutEnd() throws Exception {
        try {
            for (var i = 2; i < 1_000_000; i += 2) {
                send(LinkFrame.of(LinkFrameType.OPEN, i, 0)); // nobody reads the answers
            }
        } catch (IOException _) {
            // as it should be: the session has closed
        }
        serving.join();
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void refusesAGuestTheNumbersOfTheHostAndThoseInUse() throws Exception {
        send(LinkFrame.of(LinkFrameType.OPEN, 3, 0));
        serving.join();
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void refusesAStreamThatNobodyListensFor() throws Exception {
        send(LinkFrame.of(LinkFrameType.OPEN, 2, 7));
        var answer = answers.next();
        assertThat(answer.type()).isEqualTo(LinkFrameType.REFUSED);
        assertThat(answer.text()).isEqualTo("nobody asked for it");
        assertThat(session.isOpen()).isTrue();
    }
}
