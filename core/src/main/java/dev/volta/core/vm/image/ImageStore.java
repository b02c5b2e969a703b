package dev.volta.core.vm.image;

import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmImage;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.FolderTree;
import dev.volta.core.wire.KernelLock;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder of images. One is made beside its place and then moved there, so what has a name is whole; what a killed
 * process left is removed by the next one that makes an image. A symbolic link for each architecture, role and recipe
 * leads to the image that was last made or found with them, so that it is found without the mirror.
 */
public final class ImageStore {
    private static final String UNFINISHED = ".new-";
    private static final String CLAIM = "claim";
    private static final Duration UNCLAIMED = Duration.ofMinutes(10);

    private final Path folder;
    private final Recipe recipe;

    public ImageStore(Path folder, Recipe recipe) {
        this.folder = folder;
        this.recipe = recipe;
    }

    /**
     * Makes an image of the packages that the mirror has now, unless the same is there.
     *
     * @param anew makes it even then
     * @throws VmException if it cannot be made, or if what is there has been changed
     */
    public BuiltImage build(GuestArchitecture architecture, ImageRole role, boolean anew) throws InterruptedException {
        try {
            var key = new ImageKey()
                    .add(recipe.versions(architecture, role))
                    .add(options(architecture, role))
                    .addRecipe(recipe);
            var place = folder.resolve(architecture + "-" + role + "-" + key.name());
            var built = get(architecture, place, anew, into -> recipe.make(architecture, role, into));
            point(pointer(architecture, role), place);
            return built;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Fails with a {@link VmException} if this user cannot make an image, or if a program for that is missing. */
    public void requireMakeable(GuestArchitecture architecture, ImageRole role) {
        recipe.requireMakeable(architecture, role);
    }

    /** Makes an image of a raw ext4 root file system; otherwise like {@link #build}. */
    public BuiltImage adopt(GuestArchitecture architecture, Path rootfs, boolean anew) throws InterruptedException {
        if (!Files.isReadable(rootfs) || Files.isDirectory(rootfs)) {
            throw new VmException(rootfs + (Files.exists(rootfs) ? " is no readable file" : " does not exist"));
        }
        try {
            var key =
                    new ImageKey().addFile(rootfs).add(architecture.toString()).addRecipe(recipe);
            var place = folder.resolve(architecture + "-file-" + key.name());
            var file = rootfs.toAbsolutePath();
            return get(architecture, place, anew, into -> recipe.adopt(architecture, file, into));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * The image that was last made or found by {@link #build} with this recipe and the same options. Asks no mirror, and
     * compares the sizes and times of its files only.
     *
     * @throws VmException if one of its files has been changed or is missing
     */
    public Optional<BuiltImage> latest(GuestArchitecture architecture, ImageRole role) {
        try {
            var pointer = pointer(architecture, role);
            if (!Files.isDirectory(pointer)) {
                return Optional.empty();
            }
            return Optional.of(there(architecture, folder.resolve(Files.readSymbolicLink(pointer))));
        } catch (IOException e) {
            throw new VmException("the image cannot be read: " + IoReason.withFile(e), e);
        }
    }

    /**
     * Reads all of an image, which takes seconds.
     *
     * @throws VmException if a file of it is missing or has another content than when it was made
     */
    public static void verify(BuiltImage image) {
        try {
            new ImageFiles(image.image().folder()).requireIntact();
        } catch (IOException e) {
            throw new VmException("the image cannot be read: " + IoReason.withFile(e), e);
        }
    }

    private static BuiltImage there(GuestArchitecture architecture, Path place) throws IOException {
        var files = new ImageFiles(place);
        files.requireUnchanged();
        return new BuiltImage(new VmImage(architecture, place), files.digest(), true);
    }

    private BuiltImage get(GuestArchitecture architecture, Path place, boolean anew, Making making)
            throws IOException, InterruptedException {
        if (Files.isDirectory(place) && !anew) {
            return there(architecture, place);
        }
        StateFolder.make(folder);
        removeAbandoned();
        var unfinished = Files.createTempDirectory(folder, UNFINISHED);
        try (var _ = claim(unfinished)) {
            var made = StateFolder.make(unfinished.resolve("made"));
            making.into(made);
            var files = new ImageFiles(made);
            files.stamp();
            files.sync();
            if (anew && Files.isDirectory(place)) {
                Files.move(place, unfinished.resolve("old"));
            }
            Files.move(made, place);
            AtomicFile.sync(folder);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another process was as fast, and made the same
        } finally {
            FolderTree.remove(unfinished);
        }
        return new BuiltImage(new VmImage(architecture, place), new ImageFiles(place).digest(), false);
    }

    private Path pointer(GuestArchitecture architecture, ImageRole role) throws IOException {
        var key = new ImageKey().add(options(architecture, role)).addRecipe(recipe);
        return folder.resolve("latest-" + architecture + "-" + role + "-" + key.name());
    }

    private static String options(GuestArchitecture architecture, ImageRole role) {
        return architecture + " " + role + " " + System.getenv("SOURCE_DATE_EPOCH");
    }

    private void point(Path pointer, Path place) throws IOException {
        var unfinished = Files.createTempDirectory(folder, UNFINISHED);
        try (var _ = claim(unfinished)) {
            var link = Files.createSymbolicLink(unfinished.resolve("link"), place.getFileName());
            Files.move(link, pointer, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.sync(folder);
        } finally {
            FolderTree.remove(unfinished);
        }
    }

    /** As long as it is held, the folder is not taken for one that a killed process left. */
    private static KernelLock claim(Path unfinished) throws IOException {
        return KernelLock.make(unfinished.resolve(CLAIM));
    }

    private void removeAbandoned() throws IOException {
        try (var found = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (var unfinished : found) {
                if (isAbandoned(unfinished)) {
                    FolderTree.remove(unfinished);
                }
            }
        }
    }

    /** One that is minutes old may not have been claimed yet. */
    private static boolean isAbandoned(Path unfinished) {
        try {
            var claim = unfinished.resolve(CLAIM);
            return Files.exists(claim)
                    ? !KernelLock.isHeld(claim)
                    : Files.getLastModifiedTime(unfinished, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(Instant.now().minus(UNCLAIMED));
        } catch (IOException e) {
            return false; // its maker has moved it away
        }
    }

    private static VmException failure(IOException e) {
        return new VmException("the image cannot be made: " + IoReason.withFile(e), e);
    }

    private interface Making {
        void into(Path folder) throws InterruptedException;
    }
}
