package dev.volta.core.vm.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the guest's program does about frames that no host in its senses sends, and about a host that dies. */
@Timeout(120)
class GuestFramesTest {
    @TempDir
    Path folder;

    private ServerSocketChannel port;
    private HostGuest guest;
    private ServerSocketChannel server;

    @BeforeEach
    void begin() throws Exception {
        port = Peers.listen(folder.resolve("port"));
        guest = HostGuest.start(folder, folder.resolve("port"));
        server = Peers.listen(folder.resolve("server"));
    }

    @AfterEach
    void end() throws Exception {
        assertThat(guest.isAlive()).as("its checks of memory found nothing").isTrue();
        guest.close();
        server.close();
        port.close();
    }

    /** A host that sends what it is told. */
    private record Host(SocketChannel channel, LinkNonce nonce, LinkReader reader) {
        static Host greet(SocketChannel channel) throws IOException {
            var nonce = LinkNonce.random();
            var host = new Host(channel, nonce, new LinkReader(channel, nonce));
            host.write(nonce.greeting());
            host.reader.awaitHello();
            return host;
        }

        void write(ByteBuffer bytes) throws IOException {
            Peers.write(channel, bytes);
        }

        void send(LinkFrame frame) throws IOException {
            write(nonce.write(frame));
        }

        LinkFrame next() throws IOException {
            return reader.next();
        }
    }

    private Host host() throws IOException {
        return Host.greet(port.accept());
    }

    /** The guest's connection to the server, by stream 1. */
    private SocketChannel openTo(Host host) throws IOException {
        host.send(LinkFrame.of(LinkFrameType.OPEN, 1, folder.resolve("server").toString()));
        assertThat(host.next()).extracting(LinkFrame::type, LinkFrame::stream).containsExactly(LinkFrameType.OPENED, 1);
        return server.accept();
    }

    private static ByteBuffer half(ByteBuffer whole) {
        return whole.limit(whole.limit() / 2);
    }

    @Test
    void deliversNothingOfAFrameThatWasCutByTheEndOfTheHost() throws Exception {
        var first = host();
        var connection = openTo(first);
        first.send(new LinkFrame(LinkFrameType.DATA, 1, new byte[] {1}));
        assertThat(connection.read(ByteBuffer.allocate(2))).isEqualTo(1);
        first.write(half(first.nonce().write(new LinkFrame(LinkFrameType.DATA, 1, new byte[16000]))));
        first.channel().close();
        assertThat(Peers.readAll(connection)).isEmpty();
        assertThat(openTo(host()).isOpen()).isTrue();
    }

    /** QEMU tells the guest of a host that goes and one that comes; a guest that is slow sees neither. */
    @Test
    void deliversNothingOfItEitherWhenTheNextHostComesUnseen() throws Exception {
        for (var cut = 1; cut < 40; cut++) {
            var first = host();
            var connection = openTo(first);
            var frame = first.nonce().write(new LinkFrame(LinkFrameType.DATA, 1, new byte[25]));
            first.write(frame.limit(Math.min(cut, frame.limit() - 1)));
            var second = Host.greet(first.channel());
            assertThat(Peers.readAll(connection)).as("cut after %d bytes", cut).isEmpty();
            assertThat(openTo(second).isOpen()).isTrue();
            second.channel().close();
        }
    }

    @Test
    void deliversNothingOfTheLongestFrameWithoutItsEnd() throws Exception {
        var first = host();
        var connection = openTo(first);
        var frame = first.nonce().write(new LinkFrame(LinkFrameType.DATA, 1, new byte[LinkFrame.MOST_PAYLOAD]));
        first.write(frame.limit(LinkFrame.HEADER));
        assertThat(openTo(Host.greet(first.channel())).isOpen()).isTrue();
        assertThat(Peers.readAll(connection)).isEmpty();
    }

    @Test
    void beginsAnewOnGarbageAndSaysSo() throws Exception {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var round = 0; round < 20; round++) {
            var host = host();
            var connection = openTo(host);
            var garbage = new byte[1 + random.nextInt(40_000)];
            random.nextBytes(garbage);
            garbage[0] = (byte) 0xff;
            host.write(ByteBuffer.wrap(garbage));
            host.write(host.nonce().greeting()); // completes what may look like a frame
            assertThat(host.next().type()).as("seed %d", seed).isEqualTo(LinkFrameType.HELLO);
            assertThat(Peers.readAll(connection)).isEmpty();
            host.channel().close();
        }
    }

    @Test
    void beginsAnewWhenTheHostSendsMoreThanItMay() throws Exception {
        var host = host();
        var connection = openTo(host);
        while (true) {
            host.send(new LinkFrame(LinkFrameType.DATA, 1, new byte[LinkFrame.MOST_PAYLOAD]));
            host.channel().configureBlocking(false);
            var came = host.channel().read(ByteBuffer.allocate(1 << 16)) > LinkFrame.HEADER + 4 + LinkFrame.MARK;
            host.channel().configureBlocking(true);
            if (came) {
                break;
            }
        }
        assertThat(connection.isOpen()).isTrue();
        assertThat(openTo(Host.greet(host.channel())).isOpen()).isTrue();
    }

    @Test
    void refusesASocketThatIsNotThereWithTheReason() throws Exception {
        var host = host();
        var none = folder.resolve("none.sock").toString();
        host.send(LinkFrame.of(LinkFrameType.OPEN, 7, none));
        var answer = host.next();
        assertThat(answer).extracting(LinkFrame::type, LinkFrame::stream).containsExactly(LinkFrameType.REFUSED, 7);
        assertThat(answer.text()).isEqualTo(none + ": No such file or directory");
    }

    @Test
    void passesOverWhatIsSaidAboutStreamsThatHaveEnded() throws Exception {
        var host = host();
        for (var type : new LinkFrameType[] {
            LinkFrameType.DATA,
            LinkFrameType.END,
            LinkFrameType.RESET,
            LinkFrameType.CREDIT,
            LinkFrameType.UNLISTEN,
            LinkFrameType.OPENED
        }) {
            host.send(LinkFrame.of(type, 99));
        }
        assertThat(openTo(host).isOpen()).isTrue();
    }
}
