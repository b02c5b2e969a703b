package dev.volta.core.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/** Plays QEMU on a socket: a greeting, then one prepared answer per command, then the end. */
final class FakeQmp implements AutoCloseable {
    static final String DONE = "{\"return\": {}}\n";

    private static final String GREETING =
            "{\"QMP\": {\"version\": {\"qemu\": {\"major\": 7}}, \"capabilities\": []}}\n";

    private final ServerSocketChannel server;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private FakeQmp(ServerSocketChannel server) {
        this.server = server;
    }

    /** Agrees to {@code qmp_capabilities} by itself. */
    static FakeQmp start(Path socket, String... answers) throws IOException {
        var all = new ArrayDeque<>(List.of(answers));
        all.addFirst(DONE);
        return start(socket, GREETING, all);
    }

    static FakeQmp greeting(Path socket, String greeting) throws IOException {
        return start(socket, greeting, new ArrayDeque<>());
    }

    private static FakeQmp start(Path socket, String greeting, Queue<String> answers) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        var fake = new FakeQmp(server);
        Thread.ofVirtual().start(() -> fake.play(greeting, answers));
        return fake;
    }

    /** What it was told, line by line. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void play(String greeting, Queue<String> answers) {
        try (var channel = server.accept()) {
            channel.write(ByteBuffer.wrap(greeting.getBytes(StandardCharsets.UTF_8)));
            var lines =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            while (!answers.isEmpty()) {
                asked.add(lines.readLine());
                channel.write(ByteBuffer.wrap(answers.remove().getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            // the client has left
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
