package dev.volta.ssh;

import dev.volta.core.remote.Remote;
import java.nio.file.Path;

/** What tests of a remote find: a server that lets them in, on this machine. */
interface OnServer {
    /** Of the test, and the same on both sides. */
    Path folder();

    Server server();

    Remote connect() throws InterruptedException;
}
