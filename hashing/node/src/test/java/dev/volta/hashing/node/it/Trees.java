package dev.volta.hashing.node.it;

import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.job.JobResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes trees, and computes their manifests without any code under test. */
final class Trees {
    private Trees() {}

    static RawPath raw(Path path) {
        return RawPath.parse(path.toString());
    }

    /** Small files with random content, in folders of 100. */
    static void small(Path root, int files, int mostBytes, long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < files; i++) {
            Path folder = root.resolve("d" + i / 100);
            if (i % 100 == 0) {
                Files.createDirectories(folder);
            }
            byte[] content = new byte[random.nextInt(mostBytes + 1)];
            random.nextBytes(content);
            Files.write(folder.resolve("f" + i), content);
        }
    }

    /** A file full of holes: real hashing work that takes no disk. */
    static void sparse(Path file, long bytes) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(file.getFileName().toString().getBytes(StandardCharsets.UTF_8)));
            channel.write(ByteBuffer.wrap(new byte[] {1}), bytes - 1);
        }
    }

    /** Hexadecimal digests by path. */
    static SortedMap<String, String> manifest(Path root, String messageDigest) throws IOException {
        SortedMap<String, String> manifest = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                MessageDigest digest = MessageDigest.getInstance(messageDigest);
                try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                manifest.put(file.toString(), HexFormat.of().formatHex(digest.digest()));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(messageDigest, e);
        }
        return manifest;
    }

    static SortedMap<String, String> manifest(List<JobResult> results) {
        SortedMap<String, String> manifest = new TreeMap<>();
        for (JobResult result : results) {
            if (result instanceof JobResult.Hashed hashed) {
                manifest.put(hashed.path().text(), HexFormat.of().formatHex(hashed.digest()));
            }
        }
        return manifest;
    }
}
