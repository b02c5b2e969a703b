package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the sockets of this user lie on this machine: {@code $XDG_RUNTIME_DIR/volta}, else {@code volta-UID} in /tmp or,
 * if that cannot be used, in {@code $TMPDIR}. A folder that somebody else could have written to is passed over. All
 * commands of a user have to come to the same folder, so /tmp, which does not depend on the session, comes before TMPDIR.
 *
 * @param path where it is, or would be made; links above it are resolved
 * @param passedOver a sentence for each folder that would have come before it, and is somebody else's
 */
public record RuntimeFolder(Path path, List<String> passedOver) {
    /** The variable that says where it is (XDG Base Directory Specification). */
    public static final String VARIABLE = "XDG_RUNTIME_DIR";

    private static final Path USUAL = Path.of("/tmp");

    public RuntimeFolder {
        passedOver = List.copyOf(passedOver);
    }

    /** The one that {@code environment} leads to; nothing is made. */
    public static RuntimeFolder of(Map<String, String> environment) throws IOException {
        return of(environment, USUAL);
    }

    /**
     * The one that {@code environment} leads to; nothing is made.
     *
     * @param temporary stands for /tmp
     * @throws NoRuntimeFolderException if there is none
     */
    static RuntimeFolder of(Map<String, String> environment, Path temporary) throws IOException {
        var own = "volta-" + ProcessUser.uid();
        var search = new Search();
        search.in(variable(environment, VARIABLE), "volta");
        var former = former(temporary);
        if (former.isPresent() && !Files.exists(temporary.resolve(own), LinkOption.NOFOLLOW_LINKS)) {
            search.in(Optional.of(temporary), former.get());
        }
        search.in(Optional.of(temporary), own);
        if (former.isPresent()) {
            search.in(Optional.of(temporary), former.get());
        }
        search.in(variable(environment, "TMPDIR"), own);
        return search.result();
    }

    /** Makes it if it is not there yet, and checks it again. */
    public Path make() throws IOException {
        return PrivateFolder.ensure(path);
    }

    /** Versions before called it by the user's name; one that is there may have a keeper that runs. */
    private static Optional<String> former(Path temporary) throws IOException {
        var name = "volta-" + System.getProperty("user.name");
        var there = temporary.resolve(name);
        return Files.exists(there, LinkOption.NOFOLLOW_LINKS)
                        && PrivateFolder.objection(there).isEmpty()
                ? Optional.of(name)
                : Optional.empty();
    }

    /** That specification says that a relative path is invalid and to be ignored; for TMPDIR it makes no sense either. */
    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(Path::of).filter(Path::isAbsolute);
    }

    /** Looks at one place after another until one will do. */
    private static final class Search {
        private final List<String> passedOver = new ArrayList<>();
        private final List<String> unusable = new ArrayList<>();
        private Optional<Path> found = Optional.empty();

        void in(Optional<Path> folder, String name) throws IOException {
            if (found.isPresent() || folder.isEmpty()) {
                return;
            }
            var place = folder.get();
            if (!Files.isDirectory(place)) {
                unusable.add(place + " is not there");
                return;
            }
            look(place.toRealPath().resolve(name));
        }

        private void look(Path place) throws IOException {
            var isThere = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
            var objection = isThere ? PrivateFolder.objection(place) : PrivateFolder.objectionToMaking(place);
            if (objection.isPresent()) {
                var sentence = place + " is not a folder of yours alone: " + objection.get();
                passedOver.add(sentence);
                unusable.add(sentence);
            } else if (!Files.isWritable(isThere ? place : place.getParent())) {
                unusable.add(place + " cannot be written to");
            } else {
                found = Optional.of(place);
            }
        }

        RuntimeFolder result() {
            return found.map(place -> new RuntimeFolder(place, passedOver))
                    .orElseThrow(() -> new NoRuntimeFolderException(unusable));
        }
    }
}
