package dev.volta.core.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A POSIX shell script for a node, and the proof that it ran there to its end. It is the one way to run a script: an exit
 * status alone proves nothing, since a forced command, a login shell of another kind or a wrapper around it may return 0
 * for what never ran.
 *
 * <p><b>The end.</b> The text runs in a subshell of the {@code sh} that it is given to, so it may use {@code exit},
 * {@code exec} and traps. When the subshell has ended, that {@code sh} prints a token on standard output: a word, the sum
 * of two random numbers, and the subshell's status. The command line holds the two numbers and not their sum, so whoever
 * only repeats the line does not print the token. The status in the token is the script's, whatever the connection says;
 * what comes behind the token is not the script's and is dropped. Without the token the script has failed with a
 * {@link UnprovenScriptException} that says what came instead, unless it was ended by its limit or by a signal.
 *
 * <p><b>The beginning.</b> The transports over SSH pass over what a login shell prints before it comes to the command.
 *
 * <p><b>Content.</b> What a script reads to its end comes as its {@linkplain #withContent content}: standard input then
 * begins with a line {@code LENGTH SHA256}, and the text may use the functions of {@code content.sh}, which fail unless
 * all of it came. A connection that is lost in the middle ends the input too, so a script that reads to the end without
 * them takes a part for the whole. Secrets are content and never parameters, which every user of the node can see.
 *
 * @param name of the script itself, for the audit log; the shell knows it as {@code $0}
 * @param purpose how messages call it: what it is to do, such as {@code look at /opt/x}; absent: its name and parameters
 * @param parameters its positional parameters
 * @param input what it reads
 * @param limit after which it is ended
 * @param rights how it is made a command, such as one for sudo
 */
public record Script(
        String name,
        Optional<String> purpose,
        String text,
        List<String> parameters,
        CommandInput input,
        Optional<Duration> limit,
        Rights rights) {
    private static final int MESSAGE_PARAMETERS = 3;

    public Script {
        parameters = List.copyOf(parameters);
    }

    /** As whom a program runs; see {@code Privilege}. */
    @FunctionalInterface
    public interface Rights {
        Command command(List<String> argv, CommandInput input);
    }

    /** The script {@code name} beside {@code owner}. */
    public static Script of(Class<?> owner, String name) {
        return of(name, ScriptResource.read(owner, name));
    }

    /** A script of a few lines; longer ones lie in files, where they are checked. */
    public static Script of(String name, String text) {
        return new Script(
                name,
                Optional.empty(),
                text,
                List.of(),
                CommandInput.NOTHING,
                Optional.empty(),
                (argv, input) -> Command.of(argv).withStdin(input));
    }

    /** Called by {@code what} it is to do in messages, which are for people who do not know it: its name is ours alone. */
    public Script to(String what) {
        return new Script(name, Optional.of(what), text, parameters, input, limit, rights);
    }

    /** With the functions of {@code library}, which lies beside {@code owner}, in front. */
    public Script including(Class<?> owner, String library) {
        return new Script(name, purpose, ScriptResource.read(owner, library) + text, parameters, input, limit, rights);
    }

    /** With the functions of {@code paths.sh}, for places where other users may have put something. */
    public Script withPaths() {
        return including(Script.class, "paths.sh");
    }

    /** With the functions of {@code unfinished.sh} and {@code paths.sh}, for folders that uploads go into. */
    public Script withUnfinished() {
        return including(Script.class, "unfinished.sh").withPaths();
    }

    public Script with(String... words) {
        return with(List.of(words));
    }

    public Script with(List<String> words) {
        return new Script(name, purpose, text, words, input, limit, rights);
    }

    /** What the functions of {@code content.sh} hand to the script. */
    public Script withContent(byte[] content) {
        return including(Script.class, "content.sh").withInput(Content.of(content));
    }

    public Script withContent(String content) {
        return withContent(content.getBytes(StandardCharsets.UTF_8));
    }

    /** What it reads, for one that talks, or that knows the end of its input by what it reads. */
    public Script withInput(CommandInput talk) {
        return new Script(name, purpose, text, parameters, talk, limit, rights);
    }

    public Script withLimit(Duration time) {
        return new Script(name, purpose, text, parameters, input, Optional.of(time), rights);
    }

    public Script withRights(Rights other) {
        return new Script(name, purpose, text, parameters, input, limit, other);
    }

    /**
     * Runs it to its end and keeps its output.
     *
     * @throws UnprovenScriptException if nothing proves that it ran
     */
    public Completed run(Remote remote) throws InterruptedException {
        var kept = new KeptBeginning();
        var status = run(remote, kept);
        return kept.completed(remote.node(), brief(), status);
    }

    /**
     * Runs it to its end and hands its output to {@code sink} as it comes.
     *
     * @throws UnprovenScriptException if nothing proves that it ran
     */
    public ExitStatus run(Remote remote, OutputSink sink) throws InterruptedException {
        var token = EndToken.random();
        var output = new ProvenOutput(token, sink);
        var status = remote.run(command(token), output);
        return output.status(status, what -> new UnprovenScriptException(remote.node(), "'" + called() + "' " + what));
    }

    private Command command(EndToken token) {
        var told = new ScriptText(name, purpose, text, token.behind(text));
        var argv = new ArrayList<>(List.of("sh", "-c", told.argument(), name));
        argv.addAll(parameters);
        var command = rights.command(argv, input).running(told);
        return limit.map(command::withTimeout).orElse(command);
    }

    private String called() {
        return purpose.orElseGet(() -> brief().quoted());
    }

    /** Name and parameters, the first few of them. */
    private Command brief() {
        if (purpose.isPresent()) {
            return Command.of(name).running(new ScriptText(name, purpose, text, ""));
        }
        var words = new ArrayList<>(Collections.singletonList(name));
        words.addAll(parameters.subList(0, Math.min(MESSAGE_PARAMETERS, parameters.size())));
        if (parameters.size() > MESSAGE_PARAMETERS) {
            words.add("…");
        }
        return Command.of(words);
    }
}
