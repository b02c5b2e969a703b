package dev.volta.cli.experiment;

import dev.volta.core.config.load.Overlay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for experiments with any command. */
final class CommandOptions {
    private static final String KIND = "command";

    @Option(
            names = "--command",
            paramLabel = "NAME=CMD",
            description = "A command to compare with others; the first is the baseline. May be repeated.")
    private List<String> commands = new ArrayList<>();

    @Option(names = "--shell", description = "Run commands with /bin/sh, and subtract its own start.")
    private boolean shell;

    @Option(names = "--setup", paramLabel = "CMD", description = "Run once per node before the first run.")
    private @Nullable String setup;

    @Option(names = "--prepare", paramLabel = "CMD", description = "Run before each run, not measured.")
    private @Nullable String prepare;

    @Option(names = "--conclude", paramLabel = "CMD", description = "Run after each run, not measured.")
    private @Nullable String conclude;

    @Option(
            names = "--cleanup",
            paramLabel = "CMD",
            description = "Run once per node in the end, also after a failure or Ctrl-C.")
    private @Nullable String cleanup;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * What the options say in place of a file.
     *
     * @param words the command after {@code --}; none if there is no such
     */
    List<Overlay> overlays(List<String> words) {
        var overlays = new ArrayList<Overlay>();
        if (!words.isEmpty()) {
            overlays.add(Overlay.of("-- CMD", "workload.kind", KIND));
            overlays.add(
                    shell && words.size() == 1
                            ? Overlay.of("-- CMD", "workload.run", words.getFirst())
                            : Overlay.of("-- CMD", "workload.run", words));
        }
        if (!commands.isEmpty()) {
            overlays.add(Overlay.of("--command", "workload.kind", KIND));
            overlays.add(Overlay.of("--command", "workload.variants", named()));
        }
        if (shell) {
            overlays.add(Overlay.of("--shell", "workload.shell", "true"));
        }
        add(overlays, "--setup", "workload.setup", setup);
        add(overlays, "--prepare", "workload.prepare", prepare);
        add(overlays, "--conclude", "workload.conclude", conclude);
        add(overlays, "--cleanup", "workload.cleanup", cleanup);
        return overlays;
    }

    private static void add(List<Overlay> overlays, String option, String key, @Nullable String value) {
        if (value != null) {
            overlays.add(Overlay.of(option, key, value));
        }
    }

    private SequencedMap<String, String> named() {
        var named = new LinkedHashMap<String, String>();
        for (var command : commands) {
            var name = command.substring(0, Math.max(0, command.indexOf('=')));
            if (name.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--command '" + command + "' has no name; write --command NAME='" + command + "'");
            }
            if (named.putIfAbsent(name, command.substring(name.length() + 1)) != null) {
                throw new ParameterException(
                        spec.commandLine(), "--command '" + name + "' is there twice; give each a name of its own");
            }
        }
        return named;
    }
}
