package dev.volta.ssh.config;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The values of the percent tokens and of {@code ${VARIABLE}} (ssh_config(5), sections TOKENS and ENVIRONMENT VARIABLES) for
 * one host.
 *
 * @param alias as it was named
 * @param user who logs in there
 * @param keyName what its key is looked up under
 * @param jumps as written
 */
record PercentTokens(
        String alias,
        String host,
        int port,
        String user,
        String keyName,
        String jumps,
        Path home,
        Map<String, String> environment) {
    /** What stands for something in keywords that know few tokens; the others know all. */
    private static final Map<String, String> FEW = Map.of("hostname", "%h", "proxyjump", "%hnpr");

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    PercentTokens withHost(String name) {
        return new PercentTokens(alias, name, port, user, keyName, jumps, home, environment);
    }

    /** The value with its tokens replaced; variables stay as they are. */
    String expand(ConfigLine line, String value) {
        var expanded = new StringBuilder();
        var at = 0;
        while (at < value.length()) {
            var c = value.charAt(at++);
            if (c == '%') {
                expanded.append(meaning(line, at < value.length() ? value.charAt(at++) : ' '));
            } else {
                expanded.append(c);
            }
        }
        return expanded.toString();
    }

    /** The value with tokens and variables replaced, as names of files have them. */
    String expandAll(ConfigLine line, String value) {
        var expanded = new StringBuilder();
        var at = 0;
        for (int start; (start = value.indexOf("${", at)) >= 0; ) {
            var end = value.indexOf('}', start);
            if (end < 0) {
                throw new SshConfigException(line.where() + ": '${' without '}' in '" + value + "'");
            }
            expanded.append(expand(line, value.substring(at, start)));
            expanded.append(variable(line, value.substring(start + 2, end)));
            at = end + 1;
        }
        return expanded.append(expand(line, value.substring(at))).toString();
    }

    private String variable(ConfigLine line, String name) {
        var value = environment.get(name);
        if (value == null) {
            throw new SshConfigException(line.where() + ": the environment variable '" + name + "' is not set");
        }
        return value;
    }

    private String meaning(ConfigLine line, char token) {
        var few = FEW.get(line.option());
        if (few != null && few.indexOf(token) < 0) {
            throw new SshConfigException(
                    line.where() + ": ssh knows no token '%" + token + "' in '" + line.keyword() + "'");
        }
        return switch (token) {
            case '%' -> "%";
            case 'C' -> hash();
            case 'd' -> home.toString();
            case 'h' -> host;
            case 'i' -> uid();
            case 'j' -> jumps;
            case 'k' -> keyName;
            case 'L' -> localHost().split("\\.", 2)[0];
            case 'l' -> localHost();
            case 'n' -> alias;
            case 'p' -> Integer.toString(port);
            case 'r' -> user;
            case 'u' -> ProcessUser.name();
            default -> throw new SshConfigException(line.where() + ": the token '%" + token + "' is not supported");
        };
    }

    private static String uid() {
        try {
            return Integer.toString(ProcessUser.uid());
        } catch (IOException e) {
            throw new SshConfigException("the user of this process is unknown: " + IoReason.withFile(e), e);
        }
    }

    /** SHA-1 of local host, host, port, user and jumps (ssh.c, ssh_connection_hash). */
    private String hash() {
        try {
            var text = localHost() + host + port + user + jumps;
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static String localHost() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            throw new SshConfigException(HOST_NAME + " cannot be read: " + IoReason.of(e), e);
        }
    }
}
