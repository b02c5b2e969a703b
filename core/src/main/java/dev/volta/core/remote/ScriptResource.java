package dev.volta.core.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Shell scripts that lie beside the classes that run them on nodes. Each command on a node sends its scripts anew, so they are
 * sent without comments, a third of their bytes. Every line that begins with a number sign counts as a comment, but for
 * {@code #!}: no here-document and no quoted text of a script may have one.
 */
public final class ScriptResource {
    private static final Pattern COMMENT = Pattern.compile("^[ \\t]*#(?!!).*\\n", Pattern.MULTILINE);
    private static final Map<Name, String> READ = new ConcurrentHashMap<>();

    private record Name(Class<?> owner, String file) {}

    private ScriptResource() {}

    /** The text of {@code name} in the package of {@code owner}, without comments. */
    public static String read(Class<?> owner, String name) {
        return READ.computeIfAbsent(new Name(owner, name), ScriptResource::load);
    }

    private static String load(Name name) {
        try (var in = name.owner().getResourceAsStream(name.file())) {
            if (in == null) {
                throw new IllegalStateException(
                        name.file() + " is missing beside " + name.owner().getName());
            }
            return withoutComments(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String withoutComments(String script) {
        return COMMENT.matcher(script).replaceAll("");
    }
}
