package dev.volta.ssh;

import dev.volta.core.remote.Remote;
import dev.volta.ssh.hostkeys.HostKey;
import java.util.List;

/** One of the transports, as the tests drive it. */
interface Link extends AutoCloseable {
    Remote connect(SshTarget target) throws InterruptedException;

    @Override
    void close();

    static Link mina(SshSettings settings) {
        var fleet = MinaFleet.start(settings);
        return new Link() {
            @Override
            public Remote connect(SshTarget target) throws InterruptedException {
                return fleet.connect(target);
            }

            @Override
            public void close() {
                fleet.close();
            }
        };
    }

    static Link openSsh(SshSettings settings) {
        var fleet = OpenSshFleet.start(settings);
        return new Link() {
            @Override
            public Remote connect(SshTarget target) throws InterruptedException {
                return fleet.connect(target);
            }

            @Override
            public void close() {
                fleet.close();
            }
        };
    }

    static Link jsch(SshSettings settings) {
        return new Link() {
            @Override
            public Remote connect(SshTarget target) throws InterruptedException {
                return JschConnection.open(target, settings);
            }

            @Override
            public void close() {}
        };
    }

    static List<HostKey> scan(SshSettings settings, SshTarget target) throws InterruptedException {
        try (var fleet = MinaFleet.start(settings)) {
            return fleet.scanHostKeys(target);
        }
    }
}
