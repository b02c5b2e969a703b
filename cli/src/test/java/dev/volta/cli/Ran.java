package dev.volta.cli;

import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import dev.volta.hashing.engine.RawPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a command wrote and returned; bytes are shown one per character. */
public record Ran(String out, String err, int code) {
    /** {@code volta ARGUMENTS} in this process. */
    public static Ran volta(byte[] stdin, List<String> arguments) {
        return volta(new ByteArrayInputStream(stdin), arguments);
    }

    public static Ran volta(InputStream stdin, List<String> arguments) {
        return volta(stdin, new ByteArrayOutputStream(), arguments);
    }

    /** {@code volta ARGUMENTS} in this process; what it writes to {@code err} can be seen while it runs. */
    public static Ran volta(InputStream stdin, ByteArrayOutputStream err, List<String> arguments) {
        return volta(Modules.builtIn(), stdin, err, arguments);
    }

    /** {@code volta ARGUMENTS} in this process, with other modules. */
    public static Ran volta(Modules modules, List<String> arguments) {
        return volta(modules, InputStream.nullInputStream(), new ByteArrayOutputStream(), arguments);
    }

    private static Ran volta(Modules modules, InputStream stdin, ByteArrayOutputStream err, List<String> arguments) {
        var out = new ByteArrayOutputStream();
        var line = Volta.commandLine(new StandardStreams(stdin, out, err), modules);
        var code = line.execute(arguments.toArray(String[]::new));
        line.getOut().flush();
        return new Ran(out.toString(StandardCharsets.ISO_8859_1), err.toString(StandardCharsets.ISO_8859_1), code);
    }

    public static Ran volta(String... arguments) {
        return volta(new byte[0], List.of(arguments));
    }

    /** A script in {@code folder}, with a deadline. */
    public static Ran bash(Path folder, String script) throws IOException, InterruptedException {
        var out = Files.createTempFile("ran", ".out");
        var err = Files.createTempFile("ran", ".err");
        try {
            var builder = new ProcessBuilder("bash", "-c", script)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("LC_ALL", "C.UTF-8");
            var process = builder.start();
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after 300 s: " + script);
            }
            return new Ran(
                    Files.readString(out, StandardCharsets.ISO_8859_1),
                    Files.readString(err, StandardCharsets.ISO_8859_1),
                    process.exitValue());
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** This result as the other program's would look, had it the name {@code name}. */
    public Ran calling(String name, String other) {
        return new Ran(out, err.replaceAll("(?m)^" + name + ": ", other + ": "), code);
    }

    /** A word that bash reads as exactly these bytes. */
    public static String quoted(RawPath path) {
        var word = new StringBuilder("$'");
        for (var b : path.bytes()) {
            word.append("\\x%02x".formatted(Byte.toUnsignedInt(b)));
        }
        return word.append('\'').toString();
    }
}
