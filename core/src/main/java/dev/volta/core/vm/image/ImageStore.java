package dev.volta.core.vm.image;

import dev.volta.core.vm.Architecture;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A folder of images. One is made beside its place and then moved there, so what has a name is whole; what a killed
 * process left is removed by the next one that makes an image.
 */
public final class ImageStore {
    private static final String UNFINISHED = ".new-";
    private static final int KEY_DIGITS = 16;

    private final Path folder;
    private final Recipe recipe;

    public ImageStore(Path folder, Recipe recipe) {
        this.folder = folder;
        this.recipe = recipe;
    }

    /** Makes an image of Debian's packages, unless the same is there. */
    public BuiltImage build(Architecture architecture, Role role) throws InterruptedException {
        try {
            var key = sha256();
            text(key, recipe.versions(architecture, role));
            text(key, architecture + " " + role + " " + System.getenv("SOURCE_DATE_EPOCH"));
            addRecipe(key);
            return get(architecture, architecture + "-" + role, key, into -> recipe.make(architecture, role, into));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Makes an image of a raw ext4 root file system, unless the same is there. */
    public BuiltImage adopt(Architecture architecture, Path rootfs) throws InterruptedException {
        if (!Files.isReadable(rootfs) || Files.isDirectory(rootfs)) {
            throw new VmException(rootfs + (Files.exists(rootfs) ? " is no readable file" : " does not exist"));
        }
        try {
            var key = sha256();
            try (var in = new DigestInputStream(Files.newInputStream(rootfs), key)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            text(key, architecture.toString());
            addRecipe(key);
            var file = rootfs.toAbsolutePath();
            return get(architecture, architecture + "-file", key, into -> recipe.adopt(architecture, file, into));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private BuiltImage get(Architecture architecture, String kind, MessageDigest key, Making making)
            throws IOException, InterruptedException {
        var place = folder.resolve(kind + "-" + hex(key).substring(0, KEY_DIGITS));
        var image = new VmImage(architecture, place);
        if (Files.isDirectory(place)) {
            return new BuiltImage(image, digest(place), true);
        }
        Files.createDirectories(folder);
        removeAbandoned();
        var unfinished = folder.resolve(UNFINISHED + ProcessHandle.current().pid());
        Files.createDirectory(unfinished);
        try {
            making.into(unfinished);
            Files.move(unfinished, place);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another process was as fast, and made the same
        } finally {
            remove(unfinished);
        }
        return new BuiltImage(image, digest(place), false);
    }

    private void removeAbandoned() throws IOException {
        try (var found = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (var unfinished : found) {
                var pid = Long.parseLong(unfinished.getFileName().toString().substring(UNFINISHED.length()));
                if (pid == ProcessHandle.current().pid()
                        || ProcessHandle.of(pid).isEmpty()) {
                    remove(unfinished);
                }
            }
        }
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> found;
        try (var walk = Files.walk(tree)) {
            found = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : found) {
            Files.delete(file);
        }
    }

    private void addRecipe(MessageDigest key) throws IOException {
        for (var file : recipe.files()) {
            text(key, recipe.folder().relativize(file).toString());
            key.update(Files.readAllBytes(file));
        }
    }

    private static String digest(Path image) throws IOException {
        var digest = sha256();
        digest.update(Files.readAllBytes(image.resolve("SHA256SUMS")));
        return hex(digest);
    }

    private static void text(MessageDigest key, String text) {
        key.update((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static VmException failure(IOException e) {
        return new VmException("the image cannot be made: " + e, e);
    }

    private interface Making {
        void into(Path folder) throws InterruptedException;
    }
}
