package dev.volta.core.vm;

import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.QemuRecord.DamagedRecordException;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.FolderTree;
import dev.volta.core.wire.ProcessUser;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A folder of templates. One is made beside its place and then moved there, so what has a name is whole; one maker at a
 * time makes it, others wait and then find it. What a killed maker left, its QEMU included, goes when the next one comes.
 */
public final class TemplateStore {
    /** That are kept, those that were used last; another one goes when one is made. */
    static final int MOST_KEPT = 12;

    /** Within this time a template is not taken from others of this user who may be about to use it. */
    private static final Duration IN_USE = Duration.ofDays(1);

    private static final String UNFINISHED = ".new-";
    private static final String DOOMED = ".old-";
    private static final String LOCK = ".lock-";

    private final Path folder;
    private final Making making;

    public TemplateStore(Path folder) {
        this(folder, new TemplateMaking());
    }

    TemplateStore(Path folder, Making making) {
        this.folder = folder.toAbsolutePath();
        this.making = making;
    }

    /** Boots a guest and stops it for good. */
    interface Making {
        void make(VmDescription description, TemplateFiles into, Duration limit) throws InterruptedException;
    }

    /**
     * Makes the template for such machines, unless it is there; that takes as long as a boot.
     *
     * @param limit for the guest to get as far
     * @param tell gets a line about what it does, if it has to
     * @return its name
     * @throws VmException if it cannot be made; machines boot cold then
     */
    public String obtain(VmDescription description, Duration limit, Consumer<String> tell) throws InterruptedException {
        return obtain(TemplateKey.of(description), description, limit, tell).name();
    }

    Template obtain(TemplateKey key, VmDescription description, Duration limit, Consumer<String> tell)
            throws InterruptedException {
        var name = key.name();
        requireOurs();
        try {
            StateFolder.make(folder);
            var lock = folder.resolve(LOCK + name);
            try (var _ = TemplateLock.take(lock, () -> tell.accept("another process makes template " + name))) {
                removeAbandoned(name);
                var found = findOrDrop(key, tell);
                return found.isPresent() ? found.get() : make(key, description, limit);
            }
        } catch (IOException e) {
            throw new VmException("template " + name + " cannot be made: " + IoReason.withFile(e), e);
        }
    }

    /** QEMU opens a template's memory to write to it, so it is of no use to others either. */
    private void requireOurs() {
        if (Files.isDirectory(folder) && !Files.isWritable(folder)) {
            throw new VmException("you may not write to the folder of templates, " + folder
                    + "; XDG_CACHE_HOME chooses another cache, for example one of your own");
        }
    }

    private Optional<Template> findOrDrop(TemplateKey key, Consumer<String> tell) {
        try {
            return find(key);
        } catch (VmException e) {
            tell.accept(e.getMessage() + "; it is made anew");
            drop(key.name());
            return Optional.empty();
        }
    }

    private Template make(TemplateKey key, VmDescription description, Duration limit)
            throws IOException, InterruptedException {
        var unfinished = new TemplateFiles(folder.resolve(UNFINISHED + key.name()));
        StateFolder.make(unfinished.folder());
        try {
            making.make(description, unfinished, limit);
            var manifest = TemplateManifest.seal(
                    key,
                    InstantSource.system().instant(),
                    unfinished,
                    description.image().rootfs());
            manifest.write(unfinished.manifest());
            markUsed(unfinished);
            var place = place(key.name());
            Files.move(unfinished.folder(), place.folder());
            AtomicFile.sync(folder);
            dropOldOnes();
            return new Template(place, manifest);
        } finally {
            FolderTree.remove(unfinished.folder());
        }
    }

    /** Each takes as much of the disk as its guest has memory. What cannot be dropped is in nobody's way. */
    private void dropOldOnes() {
        record Used(String name, Instant last) {}
        var used = new ArrayList<Used>();
        for (var name : names()) {
            try {
                used.add(new Used(
                        name, Files.getLastModifiedTime(place(name).manifest()).toInstant()));
            } catch (IOException e) {
                // damaged: whoever lists templates is told
            }
        }
        var limit = InstantSource.system().instant().minus(IN_USE);
        used.stream()
                .sorted(Comparator.comparing(Used::last).reversed())
                .skip(MOST_KEPT)
                .filter(one -> one.last().isBefore(limit))
                .forEach(one -> {
                    try {
                        drop(one.name());
                    } catch (VmException e) {
                        // tried again when the next one is made
                    }
                });
    }

    private void removeAbandoned(String name) throws IOException, InterruptedException {
        try (var doomed = Files.newDirectoryStream(folder, DOOMED + name + "-*")) {
            for (var one : doomed) {
                removeDoomed(one);
            }
        }
        var left = folder.resolve(UNFINISHED + name);
        if (!Files.isDirectory(left)) {
            return;
        }
        var record = recordIn(left);
        if (record.isPresent()) {
            if (record.get().isAlive()) {
                QemuProcess.of(record.get().process()).kill();
            }
            var sockets = Path.of(record.get().sockets());
            new VmFiles(left, sockets, TemplateMaking.GUEST).removeTraces();
            Files.deleteIfExists(sockets);
        }
        for (var qemu : RunningQemu.all()) { // one that was not written down yet
            if (qemu.isOurs() && qemu.arguments().mentions(left)) {
                QemuProcess.of(qemu.process()).kill();
            }
        }
        FolderTree.remove(left);
    }

    /** Whoever gave it that name may be about it, too. */
    private static void removeDoomed(Path doomed) {
        try {
            FolderTree.remove(doomed);
        } catch (IOException e) {
            // it is in nobody's way, and tried again
        }
    }

    /** Empty if it is torn too, as after a crash of this machine, or if somebody else could have written it. */
    private static Optional<QemuRecord> recordIn(Path left) throws IOException {
        var file = left.resolve(VmFiles.PROCESS);
        try {
            return Files.exists(file) && Files.getAttribute(file, "unix:uid").equals(ProcessUser.uid())
                    ? QemuRecord.read(file)
                    : Optional.empty();
        } catch (DamagedRecordException e) {
            return Optional.empty();
        }
    }

    /**
     * The template with exactly this key, if it is there; it counts as used.
     *
     * @throws VmException if it is there and not as it was made, as far as sizes and times tell
     */
    Optional<Template> find(TemplateKey key) {
        var place = place(key.name());
        try {
            var manifest = TemplateManifest.read(place.manifest());
            var difference = manifest.key().equals(key)
                    ? manifest.quickDifference(place.folder())
                    : Optional.of("its template.json describes another one");
            if (difference.isPresent()) {
                throw new VmException("template " + key.name() + " is damaged: " + difference.get());
            }
            markUsed(place);
            return Optional.of(new Template(place, manifest));
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(place.folder())) {
                throw new VmException("template " + key.name() + " is damaged: " + e.getMessage() + " is missing", e);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new VmException("template " + key.name() + " is damaged: " + e.getMessage(), e);
        }
    }

    /** By this clock, which is ahead of the file system's own by up to a tick. */
    private static void markUsed(TemplateFiles files) throws IOException {
        Files.setLastModifiedTime(
                files.manifest(), FileTime.from(InstantSource.system().instant()));
    }

    /** Looks closely at a template that did not serve: drops it if its content has changed, and says so. */
    String examine(Template template) {
        try {
            var altered = template.manifest().altered(template.files().folder());
            if (altered.isEmpty()) {
                return "; its files are as they were made";
            }
            drop(template.name());
            return "; " + String.join(", ", altered) + " has changed since it was made, so it was dropped";
        } catch (IOException e) {
            return "; it cannot be read: " + IoReason.withFile(e);
        }
    }

    /** In no particular order. */
    public List<TemplateSummary> list() throws InterruptedException {
        return list(_ -> {});
    }

    /**
     * The same.
     *
     * @param damaged gets a line about each that cannot be read, which is not in the list
     */
    public List<TemplateSummary> list(Consumer<String> damaged) throws InterruptedException {
        var all = new ArrayList<TemplateSummary>();
        for (var name : names()) {
            try {
                all.add(summary(place(name)));
            } catch (IOException e) {
                damaged.accept("template " + name + " is damaged: " + e.getMessage()
                        + "; it is made anew when it is needed, or removed with volta vm template drop " + name);
            }
        }
        return List.copyOf(all);
    }

    private static TemplateSummary summary(TemplateFiles files) throws IOException, InterruptedException {
        var manifest = TemplateManifest.read(files.manifest());
        var key = manifest.key();
        var size = HostTool.run(
                "coreutils",
                List.of("du", "-s", "--block-size=1", files.folder().toString()));
        return new TemplateSummary(
                key.name(),
                key.architecture(),
                key.memoryMebibytes(),
                key.cpus(),
                Long.parseLong(size.substring(0, size.indexOf('\t'))),
                Instant.ofEpochMilli(manifest.made()),
                Files.getLastModifiedTime(files.manifest()).toInstant());
    }

    /** Removes the template of this name; machines that came from it go on. False if there is none. */
    public boolean drop(String name) {
        if (!names().contains(name)) {
            return false;
        }
        try {
            var doomed = folder.resolve(DOOMED + name + "-" + System.nanoTime());
            Files.move(place(name).folder(), doomed);
            FolderTree.remove(doomed);
            return true;
        } catch (NoSuchFileException e) {
            return false; // another process was as fast
        } catch (IOException e) {
            throw new VmException("template " + name + " cannot be removed: " + IoReason.withFile(e), e);
        }
    }

    /** Removes all of them; returns how many. */
    public int dropAll() {
        return (int) names().stream().filter(this::drop).count();
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        try (var found = Files.newDirectoryStream(
                folder, entry -> !entry.getFileName().toString().startsWith("."))) {
            found.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new VmException("the templates in " + folder + " cannot be listed: " + IoReason.of(e), e);
        }
        return names;
    }

    private TemplateFiles place(String name) {
        return new TemplateFiles(folder.resolve(name));
    }
}
