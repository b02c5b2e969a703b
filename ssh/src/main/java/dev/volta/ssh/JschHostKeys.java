package dev.volta.ssh;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import dev.volta.ssh.hostkeys.HostKey;
import org.jspecify.annotations.Nullable;

/** The pinned keys, as JSch asks for them. It never adds or removes any. */
record JschHostKeys(HostKeyGuard guard) implements HostKeyRepository {
    private static final com.jcraft.jsch.HostKey[] NONE = {};

    @Override
    public int check(String host, byte[] key) {
        return guard.admits(HostKey.of(key)) ? OK : NOT_INCLUDED;
    }

    @Override
    public void add(com.jcraft.jsch.HostKey key, @Nullable UserInfo user) {}

    @Override
    public void remove(String host, String type) {}

    @Override
    public void remove(String host, String type, byte[] key) {}

    @Override
    public String getKnownHostsRepositoryID() {
        return "pinned host keys";
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey() {
        return NONE;
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey(@Nullable String host, @Nullable String type) {
        return NONE;
    }
}
