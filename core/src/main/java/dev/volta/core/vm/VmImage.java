package dev.volta.core.vm;

import dev.volta.core.remote.IoReason;
import dev.volta.core.sha256.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What machines boot from, and share without changing it.
 *
 * @param folder holds {@code rootfs.img} (raw ext4), {@code kernel} and {@code initrd}
 */
public record VmImage(GuestArchitecture architecture, Path folder) {
    public Path rootfs() {
        return folder.resolve("rootfs.img");
    }

    public Path kernel() {
        return folder.resolve("kernel");
    }

    public Path initrd() {
        return folder.resolve("initrd");
    }

    /** What is known to keep machines from booting from it. */
    public Optional<String> refusal() {
        return lacking(List.of(rootfs(), kernel(), initrd())).or(this::otherArchitecture);
    }

    /** Says which of {@code files} cannot be read, if one cannot. */
    static Optional<String> lacking(List<Path> files) {
        return files.stream()
                .filter(file -> !Files.isReadable(file))
                .findFirst()
                .map(file -> "the image lacks " + file + "; correct 'image', or make one with volta image build");
    }

    private Optional<String> otherArchitecture() {
        try {
            return KernelFormat.of(kernel())
                    .filter(kernels -> kernels != architecture)
                    .map(kernels -> "the image " + folder + " is for " + kernels + ", as its kernel shows, not for "
                            + architecture);
        } catch (IOException e) {
            return Optional.of("the image cannot be read: " + IoReason.withFile(e));
        }
    }

    /** SHA-256 of the list of its files with their SHA-256. */
    String digest() {
        var sums = folder.resolve("SHA256SUMS");
        try {
            return Sha256.of(sums);
        } catch (IOException e) {
            throw new VmException("the image has no " + sums + " to be told by: " + IoReason.of(e), e);
        }
    }
}
