package dev.volta.core.keeper.client;

import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.stream.Credit;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/** The input of a program on its way to the keeper, on a thread of its own, as fast as the keeper takes it. */
final class SentInput implements AutoCloseable {
    private final KeeperConversation talk;
    private final Credit credit = new Credit(Frame.WINDOW);
    private final Thread thread;

    private SentInput(KeeperConversation talk, CommandInput input) {
        this.talk = talk;
        this.thread = Thread.ofVirtual().name("stdin-" + talk.stream()).unstarted(() -> send(input));
    }

    static SentInput begin(KeeperConversation talk, CommandInput input) throws IOException, InterruptedException {
        var sent = new SentInput(talk, input);
        if (input.equals(CommandInput.NOTHING)) {
            talk.send(Frame.of(FrameType.STDIN_END, talk.stream()));
        } else {
            sent.thread.start();
        }
        return sent;
    }

    /** The keeper takes so much more. */
    void grant(int bytes) {
        credit.grant(bytes);
    }

    private void send(CommandInput input) {
        try {
            input.feed(new ToKeeper());
        } catch (RuntimeException e) {
            talk.fail(e);
        } catch (Error e) {
            talk.fail(new IllegalStateException("its input broke: " + e, e));
        }
    }

    /** The program has ended: it reads no more. */
    @Override
    public void close() {
        credit.close();
        thread.interrupt();
    }

    private final class ToKeeper extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (var at = offset; at < offset + length; at += Frame.PIECE) {
                var piece = Arrays.copyOfRange(bytes, at, Math.min(offset + length, at + Frame.PIECE));
                if (!credit.take(piece.length)) {
                    throw new EOFException("the program reads no more");
                }
                send(new Frame(FrameType.STDIN, talk.stream(), piece));
            }
        }

        @Override
        public void close() throws IOException {
            send(Frame.of(FrameType.STDIN_END, talk.stream()));
        }

        private void send(Frame frame) throws IOException {
            try {
                talk.send(frame);
            } catch (InterruptedException e) {
                throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }
}
