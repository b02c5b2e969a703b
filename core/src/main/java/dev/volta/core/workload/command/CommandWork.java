package dev.volta.core.workload.command;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Work;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.config.shapes.FieldsShape;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.ListShape;
import dev.volta.core.config.shapes.MapShape;
import dev.volta.core.config.shapes.ScalarShape;
import dev.volta.core.config.shapes.Shape;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.config.shapes.TextOrListShape;
import dev.volta.core.config.shapes.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One command, or several that are compared, as an experiment describes them.
 *
 * @param commands the first is the baseline of the others
 * @param shell whether each is a line for {@code /bin/sh}, whose own time is subtracted
 * @param on the nodes that run it
 * @param env added to the environment that the node gives
 * @param workdir the folder that it runs in; absent: the current one here, the home of the login on a node
 * @param stdin a file of the node that it reads; absent: nothing
 * @param keepsOutput whether what it prints is kept; otherwise it prints to {@code /dev/null}
 * @param inputs files that {@code cache: cold} sees out of memory
 */
record CommandWork(
        List<NamedCommand> commands,
        CommandSteps steps,
        boolean shell,
        Placement.Labelled on,
        Map<String, String> env,
        Optional<Path> workdir,
        Optional<Path> stdin,
        Expectation expect,
        boolean keepsOutput,
        List<ExperimentInput> inputs)
        implements Work {
    static final String NAME = "command";

    /** What a variant may be called. */
    static final Pattern VARIANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** A line is split into words unless a shell reads it; a list is words already. */
    private sealed interface Text {
        record Line(String line) implements Text {}

        record Argv(List<String> words) implements Text {}
    }

    private enum Output {
        KEEP,
        DISCARD
    }

    private static final Shape<Text> TEXT = new TextOrListShape<Text, String>(
            new ScalarShape<Text>(
                    "a command line",
                    Text.Line::new,
                    schema -> schema.put("type", "string").put("minLength", 1)),
            Shapes.TEXT,
            1,
            Text.Argv::new);

    private static final Key<Text> RUN = Key.optional(
            "run", TEXT, "The command: a program and its arguments as a list, or a line that is split at blanks.");
    private static final Key<Map<String, Text>> VARIANTS = Key.optional(
            "variants",
            new MapShape<>("a name", VARIANT, TEXT),
            "Commands to compare, by name; the first is the baseline. In place of run.");
    private static final Key<Boolean> SHELL = Key.withDefault(
            "shell",
            Shapes.TRUTH,
            "false",
            "true: each command is a line for /bin/sh, whose own start is measured and subtracted.");
    private static final Key<Text> SETUP = Key.optional(
            "setup",
            TEXT,
            "Runs once on each node before the first trial; what it leaves in the background stays until the end.");
    private static final Key<Text> PREPARE =
            Key.optional("prepare", TEXT, "Runs on each node before each trial, not measured.");
    private static final Key<Text> CONCLUDE =
            Key.optional("conclude", TEXT, "Runs on each node after each trial, not measured.");
    private static final Key<Text> CLEANUP =
            Key.optional("cleanup", TEXT, "Runs once on each node in the end, also after a failure or an interrupt.");
    private static final Key<Placement.Labelled> ON = Key.withDefault(
            "on",
            new ScalarShape<>(
                    "a label expression such as worker & !gpu, or *",
                    Placement.Labelled::parse,
                    schema -> schema.put("type", "string")),
            "'*'",
            "The nodes that run it: an expression over labels, or * for all that are chosen.");
    private static final Key<Map<String, String>> ENV = Key.withDefault(
            "env",
            new MapShape<>("a variable name", Pattern.compile("[A-Za-z_][A-Za-z0-9_]*"), Shapes.TEXT),
            "{}",
            "Environment variables, added to those that the node gives.");
    private static final Key<Path> WORKDIR = Key.optional(
            "workdir",
            Shapes.PATH,
            "The folder to run in; absent: the current folder, or the home of the login on a node.");
    private static final Key<Path> STDIN =
            Key.optional("stdin", Shapes.PATH, "A file of the node that the command reads; absent: it reads nothing.");
    private static final Key<List<Integer>> EXIT = Key.withDefault(
            "exit", new ListShape<>(Shapes.wholeNumber(0, 255), 1), "[0]", "The exit codes that are right.");
    private static final Key<String> STDOUT_SHA256 = Key.optional(
            "stdout_sha256",
            Shapes.word("64 lower-case hexadecimal digits", Pattern.compile("[0-9a-f]{64}")),
            "The SHA-256 of all that it must print.");
    private static final Key<Expectation> EXPECT = Key.withDefault(
            "expect",
            new FieldsShape<>(
                    "what the command must have done",
                    List.of(EXIT, STDOUT_SHA256),
                    values -> new Expectation(new LinkedHashSet<>(values.get(EXIT)), values.find(STDOUT_SHA256))),
            "{}",
            "What the command must have done for its trial to count.");
    private static final Key<Output> OUTPUT = Key.withDefault(
            "output",
            Shapes.constant("treatment of output", Output.class),
            "keep",
            "keep: the beginning of what it prints is kept, and a digest of all; discard: it prints to /dev/null.");
    private static final Key<List<ExperimentInput>> INPUTS = Key.withDefault(
            "inputs",
            new ListShape<>(
                    Shapes.matching("a path, node:/path or shared:/path", "(.|\\n)+", ExperimentInput::parse), 0),
            "[]",
            "Files and folders that it reads, by which cache: cold is proven.");

    static final WorkKind KIND = new WorkKind(
            NAME,
            List.of(
                    RUN, VARIANTS, SHELL, SETUP, PREPARE, CONCLUDE, CLEANUP, ON, ENV, WORKDIR, STDIN, EXPECT, OUTPUT,
                    INPUTS),
            Optional.empty(),
            OptionalInt.empty(),
            CommandWork::of);

    CommandWork {
        commands = List.copyOf(commands);
        env = Map.copyOf(env);
        inputs = List.copyOf(inputs);
    }

    private static CommandWork of(Values values) {
        return new CommandWork(
                commands(values),
                new CommandSteps(
                        step(values, SETUP), step(values, PREPARE), step(values, CONCLUDE), step(values, CLEANUP)),
                values.get(SHELL),
                values.get(ON),
                environment(values),
                values.find(WORKDIR),
                values.find(STDIN),
                expectation(values),
                values.get(OUTPUT) == Output.KEEP,
                values.get(INPUTS));
    }

    private static List<NamedCommand> commands(Values values) {
        var run = values.find(RUN);
        var variants = values.find(VARIANTS).orElse(Map.of());
        var commands = new ArrayList<NamedCommand>();
        if (run.isPresent() && !variants.isEmpty()) {
            values.refuse(BadValueException.suggested("excludes run", "name commands in one of them"), VARIANTS);
        } else if (run.isEmpty() && variants.isEmpty()) {
            throw BadValueException.expected(
                    "no command is named", "run: [PROGRAM, ARGUMENT], or variants: {NAME: COMMAND}");
        }
        run.ifPresent(text -> commands.add(new NamedCommand("", argv(values, text, RUN))));
        variants.forEach((name, text) -> commands.add(new NamedCommand(name, argv(values, text, VARIANTS, name))));
        return commands;
    }

    private static Optional<List<String>> step(Values values, Key<Text> key) {
        return values.find(key).map(text -> argv(values, text, key));
    }

    private static Expectation expectation(Values values) {
        var expected = values.get(EXPECT);
        if (expected.stdoutSha256().isPresent() && values.get(OUTPUT) == Output.DISCARD) {
            values.refuse(
                    BadValueException.suggested("cannot be seen with output: discard", "take one of them out"),
                    EXPECT,
                    STDOUT_SHA256.name());
        }
        return expected;
    }

    private static List<String> argv(Values values, Text text, Key<?> key, String... below) {
        try {
            return argv(text, values.get(SHELL));
        } catch (BadValueException e) {
            values.refuse(e, key, below);
            return List.of("");
        }
    }

    private static List<String> argv(Text text, boolean shell) {
        var argv = words(text, shell);
        if (argv.stream().anyMatch(CommandWork::hasZero)) {
            throw BadValueException.suggested("has a zero byte, which ends an argument", "leave it out");
        }
        return argv;
    }

    private static boolean hasZero(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static Map<String, String> environment(Values values) {
        var env = values.get(ENV);
        env.forEach((name, value) -> {
            if (hasZero(value)) {
                values.refuse(
                        BadValueException.suggested("has a zero byte, which ends a variable", "leave it out"),
                        ENV,
                        name);
            }
        });
        return env;
    }

    private static List<String> words(Text text, boolean shell) {
        return switch (text) {
            case Text.Line(var line) -> shell ? List.of("/bin/sh", "-c", line) : CommandWords.split(line);
            case Text.Argv _
            when shell ->
                throw BadValueException.suggested(
                        "is a list, and with shell: true a command is one text", "write one line");
            case Text.Argv(var words) -> {
                if (words.getFirst().isEmpty()) {
                    throw BadValueException.expected("the program is an empty word", "a program and its arguments");
                }
                yield words;
            }
        };
    }

    @Override
    public String kind() {
        return NAME;
    }
}
