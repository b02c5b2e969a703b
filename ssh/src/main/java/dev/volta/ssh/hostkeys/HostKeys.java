package dev.volta.ssh.hostkeys;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.RawText;
import dev.volta.core.wire.RegularFile;
import dev.volta.core.wire.ReplaceableFile;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The host keys that are trusted. They are read once; a run of many hosts only looks them up. Pins are written by one
 * process at a time (a lock beside the file), each time as a whole new file that is renamed into place, so a reader
 * never sees half a line.
 */
public final class HostKeys {
    /** A file lock holds off other processes, and fails where another thread of this one has it. */
    private static final ReentrantLock WRITER = new ReentrantLock();

    private final Path file;
    private final List<Path> alsoRead;
    private final AtomicReference<Known> known;
    private final ReadFiles single;
    private final List<Path> own;
    private final List<ReadFiles.ReadFile> ownRead;

    /** What was read, and where to find a host in it. */
    private record Known(List<KnownHosts> files, PinIndex pins) {
        Known(List<KnownHosts> files) {
            this(
                    files,
                    new PinIndex(
                            files.stream().flatMap(file -> file.pins().stream()).toList()));
        }
    }

    private HostKeys(Path file, List<Path> alsoRead) {
        this.file = file;
        this.alsoRead = List.copyOf(alsoRead);
        this.known = new AtomicReference<>(read());
        this.single = new ReadFiles();
        this.own = List.of();
        this.ownRead = List.of();
    }

    private HostKeys(HostKeys shared, List<Path> own) {
        this.file = shared.file;
        this.alsoRead = shared.alsoRead;
        this.known = shared.known;
        this.single = shared.single;
        this.own = own;
        this.ownRead = own.stream().map(single::of).toList();
    }

    /**
     * The keys in {@code file}, which pins are written to, and in {@code alsoRead}, which is never written; a file that
     * does not exist holds none.
     *
     * @throws UncheckedIOException if one cannot be read or believed; of a {@code ForeignFileException} if others could have
     *     written it
     */
    public static HostKeys load(Path file, List<Path> alsoRead) {
        return new HostKeys(file, alsoRead);
    }

    /**
     * The same with the keys in {@code files}, which count for the host alone that they were named for, and are never written.
     *
     * @throws UncheckedIOException as {@link #load} does
     */
    public HostKeys with(List<Path> files) {
        var more = new ArrayList<>(files);
        more.removeAll(files());
        return more.isEmpty()
                ? this
                : new HostKeys(
                        this,
                        Stream.concat(own.stream(), more.stream()).distinct().toList());
    }

    /** The file that pins are written to. */
    public Path file() {
        return file;
    }

    /** All files that are read, the one that pins are written to first. */
    public List<Path> files() {
        return Stream.of(List.of(file), alsoRead, own).flatMap(List::stream).toList();
    }

    /** One sentence per line that was left out, such as an {@code @cert-authority}, with file and line. */
    public List<String> problems() {
        return problems(_ -> true);
    }

    /** The same for hosts that the system's ssh connects to, without the lines that ssh follows. */
    public List<String> problemsWithSsh() {
        return problems(problem -> !problem.followedBySsh());
    }

    private List<String> problems(Predicate<KnownHosts.Problem> counts) {
        return all(known.get())
                .flatMap(read -> read.problems().stream())
                .filter(counts)
                .map(KnownHosts.Problem::words)
                .toList();
    }

    /** The keys pinned for a host. */
    public List<HostKey> pinned(String host, int port) {
        return pins(host, port)
                .filter(p -> !p.revoked())
                .map(KnownHosts.Pin::key)
                .distinct()
                .toList();
    }

    public HostKeyVerdict judge(String host, int port, HostKey presented) {
        var pins = pins(host, port).toList();
        for (var pin : pins) {
            if (pin.revoked() && pin.key().equals(presented)) {
                return new HostKeyVerdict.Revoked(pin.where());
            }
        }
        var trusted = pins.stream().filter(p -> !p.revoked()).toList();
        if (trusted.isEmpty()) {
            return new HostKeyVerdict.Unknown();
        }
        if (trusted.stream().anyMatch(p -> p.key().equals(presented))) {
            return new HostKeyVerdict.Trusted();
        }
        return changed(trusted);
    }

    /** What to say of a key that is not among those that are pinned for a host. */
    public HostKeyVerdict.Changed otherThanPinned(String host, int port) {
        return changed(pins(host, port).filter(p -> !p.revoked()).toList());
    }

    private static HostKeyVerdict.Changed changed(List<KnownHosts.Pin> pinned) {
        return new HostKeyVerdict.Changed(
                pinned.stream().map(KnownHosts.Pin::key).toList(),
                pinned.stream().map(KnownHosts.Pin::where).toList());
    }

    /** Trusts {@code keys} for a host, besides those that are pinned for it already. */
    public void pin(String host, int port, Collection<HostKey> keys) {
        rewrite(host, port, keys, Optional::of);
    }

    /**
     * Trusts {@code keys} for a host instead of those that were pinned for it. A line that names or matches other hosts too
     * stays for those.
     *
     * @throws IllegalStateException if a file that is only read pins another key for the host
     */
    public void replace(String host, int port, Collection<HostKey> keys) {
        var standing = pinnedElsewhere(host, port, keys);
        if (!standing.isEmpty()) {
            throw new IllegalStateException("other keys are pinned in " + String.join(", ", standing));
        }
        var name = HostNames.nameOf(host, port);
        rewrite(
                host,
                port,
                keys,
                line -> line.pin().filter(pin -> !pin.revoked()).isEmpty() ? Optional.of(line) : line.without(name));
    }

    /** Where in the files that are only read ({@code file:line}) keys other than {@code keys} are pinned for a host. */
    public List<String> pinnedElsewhere(String host, int port, Collection<HostKey> keys) {
        var name = HostNames.nameOf(host, port);
        return all(known.get())
                .skip(1)
                .flatMap(read -> read.pins().stream())
                .filter(pin -> !pin.revoked() && pin.names().match(name) && !keys.contains(pin.key()))
                .map(KnownHosts.Pin::where)
                .toList();
    }

    private void rewrite(
            String host,
            int port,
            Collection<HostKey> keys,
            Function<KnownHosts.Line, Optional<KnownHosts.Line>> change) {
        WRITER.lock();
        try {
            rewriteAlone(host, port, keys, change);
        } finally {
            WRITER.unlock();
        }
    }

    private void rewriteAlone(
            String host,
            int port,
            Collection<HostKey> keys,
            Function<KnownHosts.Line, Optional<KnownHosts.Line>> change) {
        var name = HostNames.nameOf(host, port);
        try {
            ReplaceableFile.require(file);
            StateFolder.makeAbove(file);
            RegularFile.requireIfThere(beside(".lock"));
            try (var lock = FileChannel.open(beside(".lock"), CREATE, WRITE);
                    var _ = lock.lock()) {
                var lines = new ArrayList<String>();
                var present = new ArrayList<HostKey>();
                for (var read : KnownHosts.read(file).lines()) {
                    change.apply(read).ifPresent(line -> {
                        lines.add(line.text());
                        line.pin()
                                .filter(p -> !p.revoked() && p.names().match(name))
                                .ifPresent(p -> present.add(p.key()));
                    });
                }
                keys.stream()
                        .filter(key -> !present.contains(key))
                        .forEach(key -> lines.add(name + " " + key.algorithm() + " " + key.base64()));
                AtomicFile.write(file, RawText.encode(String.join("\n", lines) + "\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the host keys cannot be written to " + file + ": " + IoReason.of(e), e);
        }
        known.set(read());
    }

    private Path beside(String suffix) {
        @Nullable Path name = file.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("'" + file + "' cannot hold host keys");
        }
        return file.resolveSibling(name + suffix);
    }

    private Stream<KnownHosts.Pin> pins(String host, int port) {
        var name = HostNames.nameOf(host, port);
        return Stream.concat(
                known.get().pins().of(name),
                ownRead.stream().flatMap(read -> read.pins().of(name)));
    }

    private Stream<KnownHosts> all(Known shared) {
        return Stream.concat(shared.files().stream(), ownRead.stream().map(ReadFiles.ReadFile::hosts));
    }

    private Known read() {
        return new Known(Stream.concat(Stream.of(file), alsoRead.stream())
                .map(KnownHosts::read)
                .toList());
    }
}
