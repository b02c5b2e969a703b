package dev.volta.ssh.config;

import java.nio.file.Path;

/** The values of the percent tokens (ssh_config(5), section TOKENS) for one host. */
record Tokens(String alias, String host, int port, String user, Path home) {
    Tokens withHost(String name) {
        return new Tokens(alias, name, port, user, home);
    }

    String expand(ConfigLine line, String value) {
        var expanded = new StringBuilder();
        for (var at = 0; at < value.length(); at++) {
            var c = value.charAt(at);
            if (c != '%') {
                expanded.append(c);
                continue;
            }
            at++;
            var token = at < value.length() ? value.charAt(at) : ' ';
            switch (token) {
                case '%' -> expanded.append('%');
                case 'h' -> expanded.append(host);
                case 'n' -> expanded.append(alias);
                case 'p' -> expanded.append(port);
                case 'r' -> expanded.append(user);
                case 'd' -> expanded.append(home);
                default ->
                    throw new SshConfigException(
                            line.where() + ": the token '%" + token + "' in '" + value + "' is not supported");
            }
        }
        return expanded.toString();
    }
}
