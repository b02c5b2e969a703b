package dev.volta.ssh;

/** A tunnel that the library behind a connection cannot carry; another kind of connection can. */
public final class TunnelUnsupported extends SshException {
    private static final long serialVersionUID = 1;

    TunnelUnsupported(SshTarget target, String problem) {
        super(target, Phase.CHANNEL, problem, null);
    }
}
