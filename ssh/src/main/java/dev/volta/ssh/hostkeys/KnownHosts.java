package dev.volta.ssh.hostkeys;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.FileLikeItsFolder;
import dev.volta.core.wire.ForeignFileException;
import dev.volta.core.wire.RawText;
import dev.volta.ssh.text.OpenSshText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of one known_hosts file. */
record KnownHosts(List<Line> lines, List<Pin> pins, List<Problem> problems) {
    /** A marker, names, type, key and a comment. */
    private static final int MOST_WORDS = 5;

    /** A line as it stands in the file, with its meaning where it has one. */
    record Line(String text, Optional<Pin> pin) {
        /** The same for its other hosts; empty if it has none. */
        Optional<Line> without(String name) {
            if (pin.isEmpty() || !pin.get().names().match(name)) {
                return Optional.of(this);
            }
            var content = OpenSshText.content(text);
            var rest =
                    content.substring(OpenSshText.words(content, 2).getFirst().length());
            return pin.get().without(name).map(other -> new Line(other.names() + rest, Optional.of(other)));
        }
    }

    /**
     * What to say of a line that is left out.
     *
     * @param followedBySsh whether the system's ssh makes something of it
     */
    record Problem(String words, boolean followedBySsh) {}

    /**
     * A key of a host.
     *
     * @param where {@code file:line}
     */
    record Pin(HostNames names, HostKey key, boolean revoked, String where) {
        private Optional<Pin> without(String name) {
            return names.without(name).map(others -> new Pin(others, key, revoked, where));
        }
    }

    /**
     * The lines of {@code file}, none if it does not exist; what cannot be understood becomes a problem, not a failure. A file
     * that others could have written is refused: a key of theirs in it would let them answer for any node.
     */
    static KnownHosts read(Path file) {
        var lines = new ArrayList<Line>();
        var problems = new ArrayList<Problem>();
        for (var text : linesOf(file)) {
            var where = file + ":" + (lines.size() + 1);
            lines.add(new Line(text, parse(OpenSshText.content(text), where, problems)));
        }
        var pins = lines.stream().flatMap(line -> line.pin().stream()).toList();
        return new KnownHosts(lines, pins, problems);
    }

    private static List<String> linesOf(Path file) {
        try {
            FileLikeItsFolder.require(file);
            return OpenSshText.lines(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (ForeignFileException e) {
            throw new UncheckedIOException("the host keys cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the host keys in " + file + " cannot be read: " + IoReason.of(e), e);
        }
    }

    private static Optional<Pin> parse(String text, String where, List<Problem> problems) {
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        var fields = OpenSshText.words(text, MOST_WORDS);
        var marked = fields.getFirst().startsWith("@");
        if (marked && !fields.getFirst().equals("@revoked")) {
            var followed = fields.getFirst().equals("@cert-authority");
            problems.add(new Problem(
                    where + ": '" + RawText.printableLine(fields.getFirst())
                            + "' is not supported; the line is skipped"
                            + (followed ? "; ssh follows it, with 'transport: openssh'" : ""),
                    followed));
            return Optional.empty();
        }
        var first = marked ? 1 : 0;
        if (fields.size() < first + 3) {
            problems.add(new Problem(
                    where + ": expected host names, a key type and a key, found '" + RawText.printableLine(text) + "'",
                    false));
            return Optional.empty();
        }
        try {
            var names = new HostNames(fields.get(first));
            var key = new HostKey(fields.get(first + 1), fields.get(first + 2));
            return Optional.of(new Pin(names, key, marked, where));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(where + ": " + RawText.printableLine(String.valueOf(e.getMessage())), false));
            return Optional.empty();
        }
    }
}
