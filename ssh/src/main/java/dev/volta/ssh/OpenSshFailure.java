package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKeys;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why ssh did not connect, in the words of the other transports where it is the same cause. */
record OpenSshFailure(SshTarget target, OpenSshLog log, OfferedKeys keys, HostKeys pinned) {
    private static final Pattern REVOKED_BY_FILE = Pattern.compile("Host key \\S+ \\S+ revoked by file (.*)");
    private static final Pattern REVOKED =
            Pattern.compile("host key for (\\S+) is marked as revoked|REVOKED HOST KEY DETECTED");
    private static final Pattern CHANGED = Pattern.compile("REMOTE HOST IDENTIFICATION HAS CHANGED");
    private static final Pattern CHANGED_FOR = Pattern.compile("[Hh]ost key for (\\S+) has changed");
    private static final Pattern UNKNOWN =
            Pattern.compile("host key is known for (\\S+) and you have requested strict");
    private static final Pattern UNVERIFIED = Pattern.compile("Host key verification failed");
    private static final Pattern NO_NAME = Pattern.compile("Could not resolve hostname ([^:]+|\\S+): ");
    private static final Pattern NO_WAY = Pattern.compile("connect to (?:host|address) (\\S+) port (\\d+): (.*)");
    private static final Pattern DENIED =
            Pattern.compile("(?:\\S+@(\\S+): )?Permission denied \\(.*|Too many authentication failures");
    private static final Pattern NOT_FORWARDED =
            Pattern.compile("open failed: (administratively prohibited|connect failed)(?:: (.*))?");
    private static final Pattern SILENT = Pattern.compile("timed out during banner exchange");
    private static final Pattern BAD_CONFIG =
            Pattern.compile("Bad configuration option|Bad owner or permissions|terminating, \\d+ bad");
    private static final Pattern HUNG_UP = Pattern.compile(
            "(?i)connection (?:to \\S+ )?(?:closed|reset) by|connection reset|broken pipe|closed by remote");

    /** @param status what ssh ended with */
    SshException of(int status) {
        return Stream.<Optional<SshException>>of(hostKey(), way(), login(), configuration(), hungUp())
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new SshException(target, phase(), words(status), null));
    }

    /** ssh was ended, because what it waited for took too long. */
    SshException late() {
        return switch (log.stage()) {
            case CONNECT -> StartFailure.unreachable(target, new SocketTimeoutException("connect"));
            case KEY_EXCHANGE -> StartFailure.silent(target, log.greeted(), null);
            case LOGIN -> StartFailure.unanswered(target);
        };
    }

    private Phase phase() {
        return switch (log.stage()) {
            case CONNECT -> Phase.CONNECT;
            case KEY_EXCHANGE -> Phase.KEY_EXCHANGE;
            case LOGIN -> Phase.AUTHENTICATION;
        };
    }

    private String words(int status) {
        return log.said().isEmpty() ? "ssh ended with status " + status : "ssh says: " + String.join("; ", log.said());
    }

    private Optional<SshException> hostKey() {
        var byFile = log.find(REVOKED_BY_FILE);
        if (byFile.isPresent()) {
            return Optional.of(HostKeyGuard.revoked(target, key(), byFile.get().group(1)));
        }
        if (log.find(REVOKED).isPresent()) {
            return Optional.of(HostKeyGuard.revoked(target, key(), "a file of known hosts"));
        }
        var unknown = log.find(UNKNOWN);
        var changed = log.find(CHANGED).isPresent();
        if (unknown.isPresent() || changed) {
            var name = unknown.or(() -> log.find(CHANGED_FOR))
                    .map(found -> PinName.parse(found.group(1)))
                    .orElse(PinName.of(target));
            var whose = hop(name).orElse(target);
            var other = HostKeyGuard.pinsOf(whose, pinned).otherThanPinned(name.host(), name.port());
            return Optional.of(
                    changed || !other.pinned().isEmpty()
                            ? HostKeyGuard.changed(whose, key(), other)
                            : HostKeyGuard.unknown(whose, key()));
        }
        return log.find(UNVERIFIED).map(_ -> new SshException(target, Phase.HOST_KEY, words(0), null));
    }

    private String key() {
        return log.key().orElse("that was presented");
    }

    /** The host on the way, or the target, whose key is looked up under {@code name}. */
    private Optional<SshTarget> hop(PinName name) {
        return Stream.concat(target.jumps().stream(), Stream.of(target))
                .filter(hop -> PinName.of(hop).equals(name))
                .findFirst();
    }

    private Optional<SshException> way() {
        var noName = log.find(NO_NAME);
        if (noName.isPresent()) {
            var name = noName.get().group(1);
            return Optional.of(
                    name.equals(target.host())
                            ? StartFailure.unreachable(target, new UnknownHostException(name))
                            : new SshException(
                                    target,
                                    Phase.CONNECT,
                                    "the name '" + name + "' is not known; check its spelling and the resolver",
                                    null));
        }
        if (log.find(SILENT).isPresent()) {
            return Optional.of(StartFailure.silent(target, log.greeted(), null));
        }
        var refused = log.find(NOT_FORWARDED);
        if (refused.isPresent()) {
            return Optional.of(notForwarded(refused.get()));
        }
        return log.find(NO_WAY).map(found -> {
            var reason = found.group(3);
            if (!found.group(2).equals(Integer.toString(target.port()))) {
                return new SshException(target, Phase.CONNECT, found.group(), null); // a host on the way
            }
            return StartFailure.unreachable(
                    target,
                    switch (reason) {
                        case "Connection refused" -> new ConnectException(reason);
                        case "Connection timed out", "Operation timed out" -> new SocketTimeoutException(reason);
                        default -> new SocketException(reason);
                    });
        });
    }

    private SshException notForwarded(MatchResult found) {
        var jump = target.jumps().size() == 1
                ? "the jump host '" + target.jumps().getLast().host() + "'"
                : "a jump host";
        var reason = found.group(1).equals("connect failed")
                ? StartFailure.FORWARDING_FAILED
                : StartFailure.FORWARDING_PROHIBITED;
        var said = Objects.requireNonNullElse(found.group(2), "");
        return new SshException(
                target,
                Phase.CONNECT,
                StartFailure.notForwarded(jump, target.host(), target.port(), reason, said),
                null);
    }

    private Optional<SshException> login() {
        return log.find(DENIED).map(found -> {
            var host = Optional.ofNullable(found.group(1));
            if (log.byProgram()
                    && host.filter(name -> !name.equalsIgnoreCase(target.host()))
                            .isPresent()) {
                return new SshException(target, Phase.AUTHENTICATION, "ssh says: " + found.group(), null); // on the way
            }
            keys.leaveOutUnopened();
            return StartFailure.denied(target, keys, null);
        });
    }

    private Optional<SshException> configuration() {
        return log.find(BAD_CONFIG)
                .map(_ -> new SshException(target, Phase.CONNECT, "ssh rejects its configuration: " + words(0), null));
    }

    /** Where a program leads to the host, what else was said is that program's, and not a server above its limit. */
    private Optional<SshException> hungUp() {
        var silent = !log.byProgram()
                || log.said().stream().allMatch(line -> HUNG_UP.matcher(line).find());
        return log.stage() != OpenSshLog.Stage.LOGIN && silent
                ? log.find(HUNG_UP).map(found -> new StartDropped(target, found.group(), null))
                : Optional.empty();
    }
}
