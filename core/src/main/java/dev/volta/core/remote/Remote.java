package dev.volta.core.remote;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import java.nio.file.Path;

/**
 * A node that can be worked on: run a program, move a file, tie two Unix sockets or ports together. An implementation is safe
 * for use by several threads. Losing the node is a {@link RemoteException}; a program that fails is a result.
 */
public interface Remote extends AutoCloseable {
    NodeName node();

    /** False once the connection is known to be lost; it does not come back, a new one is made. */
    boolean isOpen();

    /** Runs {@code command} to its end and hands its output to {@code sink} as it comes. */
    ExitStatus run(Command command, OutputSink sink) throws InterruptedException;

    /** Runs {@code command} to its end and keeps its output. */
    default Completed run(Command command) throws InterruptedException {
        var kept = new KeptBeginning();
        var status = run(command, kept);
        return kept.completed(node(), command, status);
    }

    Upload.Outcome upload(Upload upload, TransferProgress progress) throws InterruptedException;

    /** Copies the regular file {@code source} of the node to {@code target} here, at once and whole. */
    void download(String source, Path target, TransferProgress progress) throws InterruptedException;

    /** Listens on the Unix socket {@code here} (mode 0600) and leads each connection to the socket {@code there}. */
    Tunnel socketToNode(Path here, String there) throws InterruptedException;

    /**
     * Has the node listen on the Unix socket {@code there} and leads each connection to the socket {@code here}. Not every
     * transport can; one that cannot throws a {@link RemoteException} that says which one can, and touches nothing.
     */
    Tunnel socketFromNode(String there, Path here) throws InterruptedException;

    /** Listens on port {@code here} of 127.0.0.1 and leads each connection to port {@code there} of 127.0.0.1 of the node. */
    Tunnel portToNode(Port here, Port there) throws InterruptedException;

    @Override
    void close();
}
