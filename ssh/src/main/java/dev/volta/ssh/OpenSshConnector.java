package dev.volta.ssh;

import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.ScriptResource;
import dev.volta.core.remote.local.Foreground;
import dev.volta.core.remote.local.StartedProgram;
import dev.volta.ssh.openssh.ClientConfig.Option;
import dev.volta.ssh.openssh.ControlMaster;
import dev.volta.ssh.openssh.SshFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Has the system's ssh connect, and says in which phase that failed. ssh goes to the background once it is logged in, and
 * stays as long as this process has a connection to its control socket, and {@value #PERSISTENCE} more.
 */
final class OpenSshConnector {
    private static final String PERSISTENCE = "10s";
    private static final Pattern NO_SUCH_KEY = Pattern.compile("no matching host key type found");
    private static final Duration GLANCE = Duration.ofMillis(10);

    /** The most that ssh tells of the name of a key when it asks for a passphrase (sshconnect2.c). */
    private static final int TOLD_OF_NAME = 100;

    private final SshSettings settings;
    private final SshFolder folder;
    private final OfferedKeys.Source keySource;

    OpenSshConnector(SshSettings settings, SshFolder folder) {
        this.settings = settings;
        this.folder = folder;
        this.keySource = new OfferedKeys.Source(settings);
    }

    OpenSshConnection connect(SshTarget target) throws InterruptedException {
        try {
            return connect(target, program(target));
        } catch (IOException e) {
            throw unusable(target, e);
        }
    }

    private static Path program(SshTarget target) {
        return Foreground.find("ssh")
                .orElseThrow(() -> new SshException(
                        target,
                        Phase.CONNECT,
                        "there is no ssh on PATH; install the package openssh-client, or leave out 'transport: openssh'",
                        null));
    }

    private static SshException unusable(SshTarget target, IOException e) {
        return new SshException(target, Phase.CONNECT, "ssh cannot be used: " + IoReason.withFile(e), e);
    }

    /**
     * The key of the kind {@code algorithms} that ssh finds at {@code target}, as the line that it writes to a file of known
     * hosts; nobody is logged in. On the way there only pinned keys are believed.
     */
    Optional<String> hostKey(SshTarget target, String algorithms) throws InterruptedException {
        try {
            var keys = keySource.forTarget(target);
            var known = folder.fresh(".known");
            Files.createFile(known);
            var own = List.of(
                    Option.of("StrictHostKeyChecking", "accept-new"),
                    Option.of("UserKnownHostsFile", known),
                    Option.of("GlobalKnownHostsFile", "/dev/null"),
                    Option.of("HashKnownHosts", "no"),
                    Option.of("HostKeyAlgorithms", algorithms),
                    Option.of("PreferredAuthentications", "none"));
            var config = new OpenSshConfig(folder, settings.hostKeys());
            var files = files(target, keys);
            var told = config.write(target, own, options(target, files));
            var log = folder.fresh(".log");
            var argv = List.of(
                    program(target).toString(),
                    "-v",
                    "-F",
                    told.file().toString(),
                    "-N",
                    "-o",
                    "ControlPath=none",
                    "--",
                    told.host());
            var heard = new OpenSshLog(log, folder::withFilesNamed);
            try (var ssh = StartedProgram.start(argv, environment(config, files), log, workingFolder(target))) {
                var status = await(ssh, heard, target.timing(), () -> Files.size(known) > 0);
                var found = Files.readString(known).lines().findFirst();
                if (found.isEmpty()
                        && heard.key().isEmpty()
                        && heard.find(NO_SUCH_KEY).isEmpty()) {
                    var failure = new OpenSshFailure(target, heard, keys, settings.hostKeys());
                    throw status.isPresent() ? failure.of(status.getAsInt()) : failure.late();
                }
                return found;
            }
        } catch (IOException e) {
            throw unusable(target, e);
        }
    }

    private OpenSshConnection connect(SshTarget target, Path program) throws IOException, InterruptedException {
        var keys = keySource.forTarget(target);
        var config = new OpenSshConfig(folder, settings.hostKeys());
        var files = files(target, keys);
        var told = config.write(target, List.of(), options(target, files));
        var socket = folder.fresh("");
        var log = folder.fresh(".log");
        // -v, and not LogLevel of the configuration, which would hide what a ProxyCommand or the ssh of a jump host
        // says.
        var argv = List.of(
                program.toString(),
                "-v",
                "-F",
                told.file().toString(),
                "-M",
                "-N",
                "-S",
                socket.toString(),
                "-o",
                "ControlPersist=" + PERSISTENCE,
                "--",
                told.host());
        var heard = new OpenSshLog(log, folder::withFilesNamed);
        try (var ssh = StartedProgram.start(argv, environment(config, files), log, workingFolder(target))) {
            var failure = new OpenSshFailure(target, heard, keys, settings.hostKeys());
            var status = await(ssh, heard, target.timing(), () -> false);
            if (status.isEmpty()) {
                throw failure.late();
            }
            if (status.getAsInt() != 0) {
                throw failure.of(status.getAsInt());
            }
        }
        var master = ControlMaster.attach(socket, "ssh-" + target.node());
        return new OpenSshConnection(target, master, heard.server().contains("dropbear"));
    }

    private interface Enough {
        boolean isThere() throws IOException;
    }

    /** The exit status of ssh; empty if a step took longer than it may, or there is {@code enough}. */
    private static OptionalInt await(StartedProgram ssh, OpenSshLog log, Timing timing, Enough enough)
            throws IOException, InterruptedException {
        var since = System.nanoTime();
        while (true) {
            var status = ssh.ended(GLANCE);
            if (log.read()) {
                since = System.nanoTime();
            }
            if (status.isPresent()) {
                return status;
            }
            var limit = switch (log.stage()) {
                case CONNECT -> timing.connect();
                case KEY_EXCHANGE -> timing.greeting();
                case LOGIN -> timing.authentication();
            };
            if (enough.isThere() || System.nanoTime() - since > limit.toNanos()) {
                return OptionalInt.empty();
            }
        }
    }

    /** The key files that ssh may have to open: those of the target, and those of the hosts on the way. */
    private List<OfferedKeys.Unlocked> files(SshTarget target, OfferedKeys keys) {
        var onTheWay = target.jumps().stream().map(keySource::forTarget);
        return Stream.concat(Stream.of(keys), onTheWay)
                .flatMap(one -> one.files().stream())
                .distinct()
                .toList();
    }

    /** What holds on the way too. Nothing is asked, and nothing of what a session at a terminal has is set up. */
    private static List<Option> options(SshTarget target, List<OfferedKeys.Unlocked> files) {
        var timing = target.timing();
        var options = new ArrayList<>(List.of(
                Option.of("PasswordAuthentication", "no"),
                Option.of("KbdInteractiveAuthentication", "no"),
                Option.of("NumberOfPasswordPrompts", 1),
                Option.of("ConnectionAttempts", 1),
                Option.of("ConnectTimeout", seconds(timing.connect())),
                Option.of("ServerAliveInterval", seconds(timing.keepAlive())),
                Option.of("ServerAliveCountMax", timing.keepAliveMisses()),
                Option.of("ClearAllForwardings", "yes"),
                Option.of("ForwardAgent", "no"),
                Option.of("ForwardX11", "no"),
                Option.of("Tunnel", "no"),
                Option.of("PermitLocalCommand", "no"),
                Option.of("RemoteCommand", "none"),
                Option.of("RequestTTY", "no")));
        if (files.stream().noneMatch(file -> file.passphrase().isPresent())) {
            options.add(Option.of("BatchMode", "yes")); // which would keep ssh from asking for passphrases
        }
        return options;
    }

    /** ssh knows whole seconds; none at all turns the question off. */
    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }

    private Map<String, Optional<String>> environment(OpenSshConfig config, List<OfferedKeys.Unlocked> files)
            throws IOException {
        var environment = new HashMap<String, Optional<String>>();
        environment.put("SSH_AUTH_SOCK", settings.agentSocket().map(Path::toString));
        var passphrases = new StringBuilder();
        for (var file : files) {
            if (file.passphrase().isPresent()) {
                var name = config.nameOf(file.path()).toString();
                passphrases
                        .append(name, 0, Math.min(name.length(), TOLD_OF_NAME))
                        .append('\n')
                        .append(file.passphrase().get())
                        .append('\n');
            }
        }
        environment.put("SSH_ASKPASS", Optional.of(askpass().toString()));
        environment.put("SSH_ASKPASS_REQUIRE", Optional.of("force"));
        environment.put("VOLTA_PASSPHRASES", Optional.of(passphrases.toString()));
        return environment;
    }

    private static Optional<Path> workingFolder(SshTarget target) {
        return target.options().named().flatMap(TargetOptions.Named::folder);
    }

    private Path askpass() throws IOException {
        var script = folder.fresh(".sh");
        Files.createFile(script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(script, ScriptResource.read(OpenSshConnector.class, "askpass.sh"));
    }
}
