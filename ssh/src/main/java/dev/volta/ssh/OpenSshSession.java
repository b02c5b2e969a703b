package dev.volta.ssh;

import dev.volta.core.remote.IoReason;
import dev.volta.ssh.hostkeys.HostKeys;
import dev.volta.ssh.openssh.SshFolder;
import java.io.IOException;
import java.util.List;

/** What the system's ssh is called with for a session at the terminal, with the files that it needs until it ends. */
public final class OpenSshSession implements AutoCloseable {
    private final SshFolder folder;
    private final List<String> options;

    private OpenSshSession(SshFolder folder, List<String> options) {
        this.folder = folder;
        this.options = options;
    }

    /** A session on {@code target}, for which the keys in {@code pinned} are believed, and on the way there. */
    public static OpenSshSession on(SshTarget target, HostKeys pinned) {
        try {
            var folder = SshFolder.make(System.getenv());
            try {
                var told = new OpenSshConfig(folder, pinned).write(target, List.of(), List.of());
                return new OpenSshSession(folder, List.of("-F", told.file().toString(), "--", told.host()));
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SshException(target, Phase.CONNECT, "ssh cannot be used: " + IoReason.withFile(e), e);
        }
    }

    /** The arguments of ssh, up to the host. */
    public List<String> arguments() {
        return options;
    }

    @Override
    public void close() {
        folder.close();
    }
}
