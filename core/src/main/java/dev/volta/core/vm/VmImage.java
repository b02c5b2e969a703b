package dev.volta.core.vm;

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
}
