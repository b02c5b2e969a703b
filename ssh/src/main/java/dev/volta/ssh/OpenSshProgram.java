package dev.volta.ssh;

import dev.volta.core.remote.ExitStatus;
import dev.volta.ssh.openssh.ProxyChannel;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** A channel through the system's ssh. */
record OpenSshProgram(ProxyChannel channel) implements ExecChannel {
    @Override
    public OutputStream toNode() {
        return channel.toNode();
    }

    @Override
    public InputStream fromNode() {
        return channel.fromNode();
    }

    @Override
    public InputStream errors() {
        return channel.errors();
    }

    @Override
    public Optional<ExitStatus> ending(Duration limit) throws InterruptedException {
        return channel.ending(limit);
    }

    @Override
    public long arrived() {
        return channel.arrived();
    }

    @Override
    public void ask() {
        channel.ask();
    }

    @Override
    public int answers() {
        return channel.answers();
    }

    @Override
    public void signal(String name) {
        channel.signal(name);
    }

    @Override
    public void close() {
        channel.close();
    }
}
