package dev.volta.ssh.config;

import dev.volta.core.remote.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that a pattern names, as in glob(7): each part between slashes may have {@code *}, {@code ?}, {@code [...]} and
 * backslashes; a dot at the beginning of a name is matched by a dot alone.
 */
final class Glob {
    private Glob() {}

    /** Sorted; none if nothing matches. */
    static List<Path> files(Path pattern) {
        var found = List.of(Path.of("/"));
        for (var part : pattern) {
            var next = new ArrayList<Path>();
            for (var folder : found) {
                next.addAll(within(folder, part.toString()));
            }
            found = next;
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> within(Path folder, String part) {
        if (part.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            var named = folder.resolve(part);
            return Files.exists(named, LinkOption.NOFOLLOW_LINKS) ? List.of(named) : List.of();
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var names = Pattern.compile(regex(part), Pattern.DOTALL);
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> matches(names, part, child))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SshConfigException(folder + " cannot be read: " + IoReason.of(e), e);
        }
    }

    private static boolean matches(Pattern names, String part, Path child) {
        var name = String.valueOf(child.getFileName());
        return (!name.startsWith(".") || part.startsWith("."))
                && names.matcher(name).matches();
    }

    private static String regex(String part) {
        var regex = new StringBuilder();
        for (var at = 0; at < part.length(); at++) {
            var c = part.charAt(at);
            var set = c == '[' ? GlobSet.at(part, at) : Optional.<GlobSet>empty();
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (set.isPresent()) {
                regex.append(set.get().regex());
                at = set.get().end() - 1;
            } else {
                at += c == '\\' && at + 1 < part.length() ? 1 : 0;
                regex.append(Pattern.quote(part.substring(at, at + 1)));
            }
        }
        return regex.toString();
    }
}
