package dev.volta.core.vm;

import dev.volta.core.digest.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What machines boot from, and share without changing it.
 *
 * @param folder holds {@code rootfs.img} (raw ext4), {@code kernel} and {@code initrd}
 */
public record VmImage(Architecture architecture, Path folder) {
    public Path rootfs() {
        return folder.resolve("rootfs.img");
    }

    public Path kernel() {
        return folder.resolve("kernel");
    }

    public Path initrd() {
        return folder.resolve("initrd");
    }

    /** SHA-256 of the list of its files with their SHA-256. */
    String digest() {
        var sums = folder.resolve("SHA256SUMS");
        try {
            return Sha256.of(sums);
        } catch (IOException e) {
            throw new VmException("the image has no " + sums + " to be told by: " + e, e);
        }
    }
}
