package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.engine.FileOutcome.Failed;
import dev.volta.hashing.engine.FileOutcome.Hashed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileHasherTest {
    private static final int BUFFER_BYTES = 256 << 10;

    @TempDir
    Path folder;

    private final FileHasher hasher = new FileHasher(Algorithm.SHA256);

    @AfterEach
    void close() {
        hasher.close();
    }

    @Test
    void hashesFilesOfSizesAroundTheBuffer() throws Exception {
        for (var size :
                new int[] {0, 1, 4096, BUFFER_BYTES - 1, BUFFER_BYTES, BUFFER_BYTES + 1, 3 * BUFFER_BYTES + 7}) {
            var content = new byte[size];
            new Random(size).nextBytes(content);
            var seen = new AtomicLong();
            var outcome = hasher.hash(write(content), seen::addAndGet);
            assertThat(outcome).isInstanceOfSatisfying(Hashed.class, hashed -> {
                assertThat(hashed.size()).isEqualTo(size);
                assertThat(hashed.digest()).isEqualTo(sha256(content));
            });
            assertThat(seen).hasValue(size);
        }
    }

    @Test
    void reportsAMissingFile() {
        assertThat(hash("none")).isEqualTo(new Failed(Failure.MISSING, "No such file or directory"));
    }

    @Test
    void reportsADirectory() {
        assertThat(hash("")).isEqualTo(new Failed(Failure.NOT_REGULAR, "Is a directory"));
    }

    @Test
    @Timeout(20)
    void neitherWaitsForAFifoNorWakesItsWriter() throws Exception {
        Shell.run(folder, "mkfifo fifo; (echo from the writer > fifo) >/dev/null 2>&1 & ");
        assertThat(hash("fifo")).isEqualTo(new Failed(Failure.NOT_REGULAR, "Not a regular file"));
        assertThat(Files.readString(folder.resolve("fifo"))).isEqualTo("from the writer\n");
    }

    @Test
    void readsWhatItIsGivenWhereAnythingIsAccepted() throws Exception {
        var lying = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        try (var all = new FileHasher(Algorithm.SHA256, Accepted.ANYTHING)) {
            assertThat(all.hash(RawPath.parse("/dev/null"), n -> {}))
                    .isInstanceOfSatisfying(
                            Hashed.class, hashed -> assertThat(hashed.digest()).isEqualTo(sha256(new byte[0])));
            assertThat(all.hash(RawPath.parse(folder.toString()), n -> {}))
                    .isEqualTo(new Failed(Failure.NOT_REGULAR, "Is a directory"));
            if (Files.exists(lying)) {
                var claimed = Files.size(lying);
                assertThat(all.hash(RawPath.parse(lying.toString()), n -> {}))
                        .isInstanceOfSatisfying(
                                Hashed.class,
                                hashed -> assertThat(hashed.size()).isLessThan(claimed));
                var content = Files.readAllBytes(lying);
                assertThat(hasher.hash(RawPath.parse(lying.toString()), n -> {}))
                        .isInstanceOfSatisfying(
                                Hashed.class,
                                hashed -> assertThat(hashed.digest()).isEqualTo(sha256(content)));
            }
            var changed = new AtomicBoolean();
            var outcome = all.hash(write(new byte[600_000]), n -> {
                if (!changed.getAndSet(true)) {
                    try {
                        Files.write(folder.resolve("f"), new byte[5], StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            assertThat(outcome)
                    .isEqualTo(new Failed(Failure.CHANGED, "Grew from 600000 to 600005 bytes while it was read"));
        }
    }

    @Test
    void refusesADevice() {
        assertThat(hasher.hash(RawPath.parse("/dev/zero"), n -> {}))
                .isEqualTo(new Failed(Failure.NOT_REGULAR, "Not a regular file"));
    }

    @Test
    void reportsALinkThatLeadsToItself() throws IOException {
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThat(hash("loop")).isEqualTo(new Failed(Failure.LOOP, "Too many levels of symbolic links"));
    }

    @Test
    void readsKernelFilesThatClaimToBeEmpty() throws Exception {
        assertThat(Files.size(Path.of("/proc/version"))).isZero();
        var content = Files.readAllBytes(Path.of("/proc/version"));
        assertThat(hasher.hash(RawPath.parse("/proc/version"), n -> {}))
                .isInstanceOfSatisfying(
                        Hashed.class, hashed -> assertThat(hashed.digest()).isEqualTo(sha256(content)));
    }

    @Test
    @Timeout(60)
    void givesUpKernelFilesThatHaveNoEnd() {
        var seen = new AtomicLong();
        assertThat(hasher.hash(RawPath.parse("/proc/self/pagemap"), seen::addAndGet))
                .isEqualTo(new Failed(
                        Failure.NOT_REGULAR,
                        "More than 32 MiB in a file that the kernel makes while it is read (procfs, sysfs):"
                                + " it may have no end"));
        assertThat(seen).hasValueLessThan(33 << 20);
    }

    @Test
    void readsOtherFilesOfMoreThanThatToTheirEnd() throws IOException {
        var file = folder.resolve("f");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(40 << 20);
        }
        assertThat(hash("f"))
                .isInstanceOfSatisfying(
                        Hashed.class, hashed -> assertThat(hashed.size()).isEqualTo(40 << 20));
    }

    @Test
    void reportsAFileThatGrew() throws IOException {
        var file = folder.resolve("f");
        assertChanged(
                () -> Files.write(file, new byte[5], StandardOpenOption.APPEND),
                "Grew from 600000 to 600005 bytes while it was read");
    }

    @Test
    void reportsAFileThatWasTruncated() throws IOException {
        var file = folder.resolve("f");
        assertChanged(() -> Files.write(file, new byte[10]), "Shrank from 600000 to 10 bytes while it was read");
    }

    @Test
    void reportsAFileThatWasOverwrittenInPlace() throws IOException {
        var file = folder.resolve("f");
        assertChanged(() -> Files.write(file, new byte[] {1}, StandardOpenOption.WRITE), "Modified while it was read");
    }

    @Test
    @Timeout(60)
    void doesNotFollowAFileThatGrowsAsFastAsItIsRead() throws IOException {
        var path = write(new byte[600_000]);
        var outcome = hasher.hash(path, n -> {
            try {
                Files.write(folder.resolve("f"), new byte[(int) n], StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Failure.CHANGED));
    }

    @Test
    void saysSoWhenOnlyAttributesChanged() throws IOException {
        var file = folder.resolve("f");
        assertChanged(
                () -> Files.createLink(folder.resolve("second"), file),
                "Its mode, owner, links or name changed while it was read");
    }

    private interface Change {
        void make() throws IOException;
    }

    private void assertChanged(Change change, String detail) throws IOException {
        var path = write(new byte[600_000]);
        Files.setLastModifiedTime(folder.resolve("f"), FileTime.from(Instant.EPOCH));
        var changed = new AtomicBoolean();
        var outcome = hasher.hash(path, n -> {
            if (!changed.getAndSet(true)) {
                try {
                    change.make();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        assertThat(outcome).isEqualTo(new Failed(Failure.CHANGED, detail));
        // The next file must not inherit what was read of this one.
        assertThat(hasher.hash(write(new byte[3]), n -> {}))
                .isInstanceOfSatisfying(
                        Hashed.class, hashed -> assertThat(hashed.digest()).isEqualTo(sha256(new byte[3])));
    }

    private FileOutcome hash(String name) {
        return hasher.hash(RawPath.parse(folder + "/" + name), n -> {});
    }

    private RawPath write(byte[] content) throws IOException {
        Files.write(folder.resolve("f"), content);
        return RawPath.parse(folder + "/f");
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
