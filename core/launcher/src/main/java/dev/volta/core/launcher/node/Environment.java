package dev.volta.core.launcher.node;

import dev.volta.core.wire.RawText;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Variables as bytes, {@code NAME=value}. */
final class Environment {
    private static final String OWN = "/proc/self/environ";

    /** Options for the Java that runs the launcher: commands do not get them. */
    private static final List<String> OF_JAVA = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final List<byte[]> variables;

    private Environment(List<byte[]> variables) {
        this.variables = variables;
    }

    /** What this process was started with, without options for its Java (proc_pid_environ(5)). */
    static Environment own() throws IOException {
        var variables = new ArrayList<byte[]>();
        try (var in = new FileInputStream(OWN)) {
            var all = in.readAllBytes();
            for (var start = 0; start < all.length; ) {
                var end = start;
                while (end < all.length && all[end] != 0) {
                    end++;
                }
                variables.add(Arrays.copyOfRange(all, start, end));
                start = end + 1;
            }
        }
        var environment = new Environment(variables);
        for (var name : OF_JAVA) {
            environment.remove(RawText.encode(name));
        }
        return environment;
    }

    /** The same with these variables, each in place of those that have its name. */
    Environment with(List<String> more) {
        var result = new Environment(new ArrayList<>(variables));
        for (var text : more) {
            var variable = RawText.encode(text);
            var length = 0;
            while (variable[length] != '=') {
                length++;
            }
            result.remove(Arrays.copyOf(variable, length));
            result.variables.add(variable);
        }
        return result;
    }

    private void remove(byte[] name) {
        for (var i = variables.size() - 1; i >= 0; i--) {
            if (hasName(variables.get(i), name)) {
                variables.remove(i);
            }
        }
    }

    private static boolean hasName(byte[] variable, byte[] name) {
        return variable.length > name.length
                && variable[name.length] == '='
                && Arrays.mismatch(variable, name) == name.length;
    }

    /** The value of the variable of that name; empty if there is none. */
    byte[] value(byte[] name) {
        for (var variable : variables) {
            if (hasName(variable, name)) {
                return Arrays.copyOfRange(variable, name.length + 1, variable.length);
            }
        }
        return new byte[0];
    }

    List<byte[]> variables() {
        return variables;
    }
}
