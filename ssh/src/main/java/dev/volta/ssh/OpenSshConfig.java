package dev.volta.ssh;

import dev.volta.ssh.config.CopiedConfig;
import dev.volta.ssh.hostkeys.HostKeys;
import dev.volta.ssh.openssh.ClientConfig;
import dev.volta.ssh.openssh.ClientConfig.Block;
import dev.volta.ssh.openssh.ClientConfig.Option;
import dev.volta.ssh.openssh.SshFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the system's ssh of a target. A target that a configuration names is looked up there by ssh itself, and only what
 * was said elsewhere is put before it; of any other everything is written down. Files are named by links, since no quoting
 * of paths means the same to all versions of ssh and to the shell through which it starts itself for a jump host.
 */
final class OpenSshConfig {
    /** {@code SSH_MAX_HOSTS_FILES} of OpenSSH's readconf.h. */
    private static final int MOST_KNOWN_HOSTS = 32;

    private static final String TARGET = "volta-target";
    private static final String HOP = "volta-hop-";
    private static final Path NOTHING = Path.of("/dev/null");

    private final SshFolder folder;
    private final HostKeys hostKeys;
    private final Map<Path, Path> keyNames = new LinkedHashMap<>();

    OpenSshConfig(SshFolder folder, HostKeys hostKeys) {
        this.folder = folder;
        this.hostKeys = hostKeys;
    }

    /**
     * What ssh is called with.
     *
     * @param host its argument
     */
    record Written(Path file, String host) {}

    /** What ssh calls the key {@code file} where it asks for a passphrase. */
    Path nameOf(Path file) {
        return keyNames.getOrDefault(file, file);
    }

    /**
     * Writes the configuration.
     *
     * @param own options for the target alone
     * @param more options for every host, on the way too
     */
    Written write(SshTarget target, List<Option> own, List<Option> more) throws IOException {
        var all = new ArrayList<>(more);
        var named = target.options().named();
        all.addAll(pins(named.isPresent() ? pinsOnTheWay(target) : hostKeys));
        var config = named.isPresent() ? named(own, all, target, named.get()) : written(own, all, target);
        var file = folder.fresh(".config");
        Files.writeString(file, config.text());
        return new Written(file, named.map(TargetOptions.Named::alias).orElse(TARGET));
    }

    /** The files of pins are those that Volta has read, the system's among them. */
    private List<Option> pins(HostKeys pinned) throws IOException {
        return List.of(
                Option.files("UserKnownHostsFile", knownHosts(pinned)),
                Option.of("GlobalKnownHostsFile", NOTHING),
                Option.of("StrictHostKeyChecking", "yes"),
                // It would have ssh write the address into the first of the files.
                Option.of("CheckHostIP", "no"),
                // Each of these would let ssh believe a key that nobody has pinned.
                Option.of("VerifyHostKeyDNS", "no"),
                Option.of("NoHostAuthenticationForLocalhost", "no"),
                Option.of("UpdateHostKeys", "no"));
    }

    /** ssh finds the hosts on the way by itself, under names that are not known here: it has the files of all of them. */
    private HostKeys pinsOnTheWay(SshTarget target) {
        var pinned = hostKeys;
        for (var jump : target.jumps()) {
            pinned = HostKeyGuard.pinsOf(jump, pinned);
        }
        return pinned;
    }

    /** What takes the place of {@link #pins} for a target that has files of its own. */
    private List<Option> ownPins(SshTarget target) throws IOException {
        return target.options().knownHosts().isEmpty()
                ? List.of()
                : List.of(Option.files("UserKnownHostsFile", knownHosts(HostKeyGuard.pinsOf(target, hostKeys))));
    }

    /** Links to the files of pins; where there are more than ssh reads, one file with all that is in them. */
    private List<Path> knownHosts(HostKeys pinned) throws IOException {
        var links = new ArrayList<Path>();
        if (pinned.files().size() <= MOST_KNOWN_HOSTS) {
            for (var file : pinned.files()) {
                links.add(folder.link(file));
            }
            return links;
        }
        var joined = folder.fresh(".pins");
        try (var out = Files.newOutputStream(joined)) {
            for (var file : pinned.files()) {
                if (Files.exists(file)) {
                    Files.copy(file, out);
                    out.write('\n');
                }
            }
        }
        return List.of(joined);
    }

    private ClientConfig named(List<Option> given, List<Option> all, SshTarget target, TargetOptions.Named named)
            throws IOException {
        var own = new ArrayList<>(given);
        own.addAll(ownPins(target));
        named.port().ifPresent(port -> own.add(Option.of("Port", port)));
        named.user().ifPresent(user -> own.add(Option.of("User", user)));
        if (named.identity().isPresent()) {
            own.addAll(onlyKeys(List.of(named.identity().get())));
        }
        if (named.anyIdentity().isPresent()) {
            all.addAll(onlyKeys(List.of(named.anyIdentity().get())));
        }
        var files = new ArrayList<Path>();
        for (var file : named.files()) {
            if (Files.isRegularFile(file.path())) { // /dev/null says nothing, and ssh would mind its mode
                files.add(
                        file.system() ? CopiedConfig.copy(file, named.home(), folder::copy) : folder.link(file.path()));
            }
        }
        return new ClientConfig(List.of(new Block(named.alias(), own)), all, files);
    }

    private ClientConfig written(List<Option> given, List<Option> all, SshTarget target) throws IOException {
        var blocks = new ArrayList<Block>();
        var hops = new ArrayList<String>();
        for (var jump : target.jumps()) {
            hops.add(HOP + (hops.size() + 1));
            blocks.add(new Block(hops.getLast(), host(jump)));
        }
        var own = new ArrayList<>(given);
        own.addAll(host(target));
        if (!hops.isEmpty()) {
            own.add(Option.of("ProxyJump", String.join(",", hops)));
        }
        blocks.add(new Block(TARGET, own));
        return new ClientConfig(blocks, all, List.of());
    }

    private List<Option> host(SshTarget target) throws IOException {
        var options = new ArrayList<>(List.of(
                Option.of("HostName", target.host().replace("%", "%%")),
                Option.of("Port", target.port()),
                Option.of("User", target.user())));
        options.addAll(ownPins(target));
        target.options().hostKeyAlias().ifPresent(alias -> options.add(Option.of("HostKeyAlias", alias)));
        for (var file : target.options().revokedKeys()) {
            options.add(Option.of("RevokedHostKeys", folder.link(file)));
        }
        for (var file : target.options().certificates()) {
            options.add(Option.of("CertificateFile", folder.link(file)));
        }
        if (!target.identityFiles().isEmpty()) {
            options.addAll(onlyKeys(target.identityFiles()));
        } else if (!target.options().usualKeys()) {
            options.add(Option.of("IdentityFile", "none"));
        }
        return options;
    }

    /** Keys that are named come first; ssh would offer every key of the agent before them. */
    private List<Option> onlyKeys(List<Path> keys) throws IOException {
        var options = new ArrayList<Option>();
        for (var key : keys) {
            var link = folder.linkKey(key);
            keyNames.put(key, link);
            options.add(Option.of("IdentityFile", link));
        }
        options.add(Option.of("IdentitiesOnly", "yes"));
        return options;
    }
}
