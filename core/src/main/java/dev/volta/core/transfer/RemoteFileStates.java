package dev.volta.core.transfer;

import dev.volta.core.remote.Completed;
import dev.volta.core.remote.PrintedLine;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What lies at the targets of files. */
final class RemoteFileStates {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Script STATES = Script.of(RemoteFileStates.class, "states.sh")
            .to("look which files are there")
            .withUnfinished();
    private static final Script HASHES =
            Script.of(RemoteFileStates.class, "hashes.sh").to("hash the files that are there");

    /** Bits of a mode that tell the type (inode(7)), and that of a regular file. */
    private static final int TYPE = 0170000;

    private static final int REGULAR = 0100000;
    private static final int HEXADECIMAL = 16;

    private final Map<String, State> states;
    private final Set<String> hashes;

    private record State(int mode, long size) {
        boolean isFile() {
            return (mode & TYPE) == REGULAR;
        }

        boolean isLike(SmallFile file) {
            return isFile()
                    && size == file.size()
                    && (mode & ~TYPE) == file.upload().mode();
        }
    }

    private RemoteFileStates(Map<String, State> states, Set<String> hashes) {
        this.states = states;
        this.hashes = hashes;
    }

    /** Asks the node, which hashes what may be the same; nothing if it lacks what {@code unpack.sh} needs. */
    static Optional<RemoteFileStates> look(Remote remote, List<SmallFile> files) throws InterruptedException {
        var printed = run(remote, STATES, files).require().lines();
        if (!printed.isEmpty() && printed.getFirst().text().equals("lacking")) {
            return Optional.empty();
        }
        var there = new RemoteFileStates(states(printed), Set.of());
        var alike = files.stream().filter(there::mayBe).toList();
        if (alike.isEmpty()) {
            return Optional.of(there);
        }
        var hashes = run(remote, HASHES, alike).out().lines().collect(Collectors.toUnmodifiableSet());
        return Optional.of(new RemoteFileStates(there.states, hashes));
    }

    private static Completed run(Remote remote, Script script, List<SmallFile> files) throws InterruptedException {
        var targets = files.stream().map(file -> file.upload().target() + "\n").collect(Collectors.joining());
        return script.withContent(RawText.encode(targets)).withLimit(LIMIT).run(remote);
    }

    private static Map<String, State> states(List<PrintedLine> printed) {
        var states = new HashMap<String, State>();
        for (var line : printed) {
            var words = line.words(3);
            states.put(words.get(2), new State(line.integer(words.get(0), HEXADECIMAL), line.number(words.get(1))));
        }
        return states;
    }

    /** What is there if it is a device, a FIFO or a socket. */
    Optional<FileKind> special(SmallFile file) {
        return Optional.ofNullable(state(file))
                .map(state -> FileKind.of(state.mode()))
                .filter(FileKind::isSpecial);
    }

    /** Something that is no regular file, and must not be moved over without a look. */
    boolean isOdd(SmallFile file) {
        var state = state(file);
        return state != null && !state.isFile();
    }

    /** The same content with the same mode. */
    boolean isSame(SmallFile file) throws IOException {
        return mayBe(file)
                && hashes.contains(
                        Sha256.of(file.upload().source()) + "  " + file.upload().target());
    }

    private boolean mayBe(SmallFile file) {
        var state = state(file);
        return state != null && state.isLike(file);
    }

    private @Nullable State state(SmallFile file) {
        return states.get(file.upload().target());
    }
}
