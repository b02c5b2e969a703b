package dev.volta.core.launcher.node;

import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.Output;
import java.time.Duration;
import java.util.List;

/** A launch, of which most tests want one thing otherwise. */
final class LaunchRequest {
    private final List<String> argv;
    private long id = 1;
    private List<String> environment = List.of();
    private String folder = "";
    private String stdin = "";
    private Output output = Output.KEEP;
    private long startAt;
    private long limitNanos;
    private boolean lasting;

    private LaunchRequest(List<String> argv) {
        this.argv = argv;
    }

    static LaunchRequest command(String... argv) {
        return new LaunchRequest(List.of(argv));
    }

    /** Of a shell, whose first argument is {@code argument}. */
    static LaunchRequest script(String script, Object argument) {
        return command("sh", "-c", script, "sh", argument.toString());
    }

    static LaunchRequest script(String script) {
        return command("sh", "-c", script);
    }

    LaunchRequest id(long number) {
        id = number;
        return this;
    }

    LaunchRequest environment(String... variables) {
        environment = List.of(variables);
        return this;
    }

    LaunchRequest folder(String name) {
        folder = name;
        return this;
    }

    LaunchRequest stdin(Object name) {
        stdin = name.toString();
        return this;
    }

    LaunchRequest discard() {
        output = Output.DISCARD;
        return this;
    }

    LaunchRequest startAt(long nanos) {
        startAt = nanos;
        return this;
    }

    LaunchRequest limit(Duration limit) {
        limitNanos = limit.toNanos();
        return this;
    }

    LaunchRequest lasting() {
        lasting = true;
        return this;
    }

    Launch launch() {
        return new Launch(id, argv, environment, folder, stdin, output, output, startAt, limitNanos, lasting);
    }
}
