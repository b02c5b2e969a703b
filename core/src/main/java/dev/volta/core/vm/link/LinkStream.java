package dev.volta.core.vm.link;

import dev.volta.core.stream.Credit;
import dev.volta.core.stream.Duplex;
import dev.volta.core.stream.ReceivedInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One connection between two Unix sockets, as the host has it. */
final class LinkStream implements Duplex {
    private static final int GRANT = LinkFrame.WINDOW / 4;

    private final LinkSession session;
    private final int number;
    private final Credit credit = new Credit(LinkFrame.WINDOW);
    private final ReceivedInput received = new ReceivedInput(LinkFrame.WINDOW, this::consumed);
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean guestEnded;
    private volatile boolean hostEnded;
    private int owed;

    LinkStream(LinkSession session, int number) {
        this.session = session;
        this.number = number;
    }

    /** Completed when the other side agreed to it; fails with its reason if it refused. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    /** On the thread that reads; false if the guest may not send that. */
    boolean take(LinkFrame frame) {
        switch (frame.type()) {
            case OPENED -> opened.complete(null);
            case REFUSED -> {
                opened.completeExceptionally(new IOException(frame.text()));
                cut();
            }
            case DATA -> {
                return received.add(frame.payload());
            }
            case END -> {
                guestEnded = true;
                forgetIfOver(); // before the reader may close what is over
                received.end();
            }
            case RESET -> cut();
            case CREDIT -> credit.grant(frame.number());
            case FILLER, HELLO, LISTEN, UNLISTEN, OPEN -> {
                return false;
            }
        }
        return true;
    }

    /** Nothing more goes either way. */
    void cut() {
        over.set(true);
        session.forget(number);
        opened.completeExceptionally(new EOFException("the stream was cut"));
        credit.close();
        received.cut();
    }

    private void forgetIfOver() {
        if (guestEnded && hostEnded) {
            over.set(true);
            session.forget(number);
        }
    }

    /** By the only thread that reads. */
    private void consumed(int bytes) {
        owed += bytes;
        if (owed >= GRANT && !guestEnded) {
            try {
                session.send(LinkFrame.of(LinkFrameType.CREDIT, number, owed));
            } catch (IOException _) {
                // the session is gone, and cuts this stream too
            }
            owed = 0;
        }
    }

    @Override
    public OutputStream toNode() {
        return new ToGuest();
    }

    @Override
    public InputStream fromNode() {
        return received;
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            try {
                session.send(LinkFrame.of(LinkFrameType.RESET, number));
            } catch (IOException _) {
                // the session is gone, and with it the stream
            }
        }
        cut();
    }

    private final class ToGuest extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (var at = offset; at < offset + length; at += LinkFrame.MOST_PAYLOAD) {
                var piece = Arrays.copyOfRange(bytes, at, Math.min(offset + length, at + LinkFrame.MOST_PAYLOAD));
                if (!credit.take(piece.length)) {
                    throw new EOFException("the stream was cut");
                }
                session.send(new LinkFrame(LinkFrameType.DATA, number, piece));
            }
        }

        @Override
        public void close() throws IOException {
            if (hostEnded || over.get()) {
                return;
            }
            hostEnded = true;
            session.send(LinkFrame.of(LinkFrameType.END, number));
            forgetIfOver();
        }
    }
}
