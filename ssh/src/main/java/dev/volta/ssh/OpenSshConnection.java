package dev.volta.ssh;

import dev.volta.core.stream.Duplex;
import dev.volta.ssh.openssh.ControlMaster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A connection that the system's ssh holds. */
final class OpenSshConnection implements SshConnection, PortListening.Ports {
    private final Duration limit;
    private final ControlMaster master;
    private final boolean dropbear;

    OpenSshConnection(SshTarget target, ControlMaster master, boolean dropbear) {
        this.limit = target.timing().channel();
        this.master = master;
        this.dropbear = dropbear;
    }

    @Override
    public ExecChannel exec(String line) throws IOException, InterruptedException {
        return new OpenSshProgram(master.session().exec(line, limit));
    }

    @Override
    public Duplex subsystem(String name) throws IOException, InterruptedException {
        return master.session().subsystem(name, limit);
    }

    @Override
    public Duplex socket(String path) throws IOException, InterruptedException {
        return master.session().socket(path, limit);
    }

    @Override
    public Duplex port(int port) throws IOException, InterruptedException {
        return master.session().port(port, limit);
    }

    @Override
    public void requireListening(SshTarget target) {
        // ssh carries it.
    }

    @Override
    public Listening listen(String there, Path here) throws IOException, InterruptedException {
        if (dropbear) {
            return PortListening.open(this, this, there, here);
        }
        master.listen(there, here);
        return () -> withoutInterrupt(() -> master.stopListening(there, here));
    }

    @Override
    public int listenOnPort(Path here) throws IOException, InterruptedException {
        return master.listenOnPort(here);
    }

    @Override
    public void leavePort(int port, Path here) throws IOException {
        withoutInterrupt(() -> master.leavePort(here));
    }

    private interface Request {
        void send() throws IOException, InterruptedException;
    }

    private static void withoutInterrupt(Request request) throws IOException {
        try {
            request.send();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isDropbear() {
        return dropbear;
    }

    @Override
    public boolean isOpen() {
        return master.session().isOpen();
    }

    @Override
    public void close() {
        master.close();
    }
}
