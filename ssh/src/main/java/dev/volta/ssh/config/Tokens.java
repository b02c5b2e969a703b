package dev.volta.ssh.config;

import java.nio.file.Path;

/** The values of the percent tokens (ssh_config(5), section TOKENS) for one host. */
record Tokens(String alias, String host, int port, String user, Path home) {
    Tokens withHost(String name) {
        return new Tokens(alias, name, port, user, home);
    }

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

    private String meaning(ConfigLine line, char token) {
        return switch (token) {
            case '%' -> "%";
            case 'h' -> host;
            case 'n' -> alias;
            case 'p' -> Integer.toString(port);
            case 'r' -> user;
            case 'd' -> home.toString();
            default -> throw new SshConfigException(line.where() + ": the token '%" + token + "' is not supported");
        };
    }
}
