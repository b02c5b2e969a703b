package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.spi.ToolProvider;

/**
 * A Java runtime with what Volta's own programs need of it, linked from the one that runs this program. A file beside its
 * archive holds the archive's length and SHA-256; one that does not match, as after a power cut, is made anew.
 */
public final class RuntimeArchive {
    private static final String MODULES =
            "java.base,java.logging,java.management,java.rmi,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final Linking linking;

    /** Makes the tree of a runtime. */
    @FunctionalInterface
    interface Linking {
        void into(Path tree) throws IOException;
    }

    /** @param folder that keeps what was linked, made when it is missing */
    public RuntimeArchive(Path folder) {
        this(folder, RuntimeArchive::link);
    }

    RuntimeArchive(Path folder, Linking linking) {
        this.folder = folder;
        this.linking = linking;
    }

    /** Empty where this Java cannot link others. */
    public Optional<RuntimeImage> image() {
        return ToolProvider.findFirst("jlink").map(_ -> {
            var architecture = architecture();
            var name = RuntimeImage.PREFIX + Runtime.version().toString().replace('+', '-') + "-" + architecture + "-"
                    + Integer.toHexString(MODULES.hashCode());
            return new RuntimeImage(name, architecture, folder.resolve(name + ".tar.gz"));
        });
    }

    /** As {@code uname -m} prints it. */
    private static String architecture() {
        var name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    /** Makes the archive of {@code image} if it is not there whole, which takes some seconds. */
    public void make(RuntimeImage image) throws IOException, InterruptedException {
        if (isWhole(image.archive())) {
            return;
        }
        StateFolder.make(folder);
        var work = Files.createTempDirectory(folder, "link");
        try (var machine = new LocalRemote(new NodeName("local"))) {
            var tree = work.resolve("jre");
            try {
                linking.into(tree);
                var part = work.resolve("archive").toString();
                machine.run(Command.of("tar", "-C", tree.toString(), "-czf", part, ".")
                                .withTimeout(LIMIT))
                        .require();
                Files.setPosixFilePermissions(Path.of(part), AtomicFile.PUBLIC); // not tar's, by the umask
                var seal = seal(Path.of(part));
                Files.move(Path.of(part), image.archive(), StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.write(sealOf(image.archive()), seal.getBytes(StandardCharsets.US_ASCII));
            } finally {
                machine.run(Command.of("rm", "-rf", work.toString()).withTimeout(LIMIT));
            }
        }
    }

    private static Path sealOf(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".sha256");
    }

    private static String seal(Path archive) throws IOException {
        return Files.size(archive) + " " + Sha256.of(archive) + "\n";
    }

    private static boolean isWhole(Path archive) throws IOException {
        var seal = sealOf(archive);
        if (!Files.isRegularFile(archive) || !Files.isRegularFile(seal)) {
            return false;
        }
        var promised = Files.readString(seal, StandardCharsets.ISO_8859_1);
        return promised.startsWith(Files.size(archive) + " ") && promised.equals(seal(archive));
    }

    private static void link(Path tree) throws IOException {
        var said = new StringWriter();
        var out = new PrintWriter(said);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress",
                        "zip-6",
                        "--output",
                        tree.toString());
        if (status != 0) {
            throw new IOException("jlink cannot make a Java runtime for nodes without one: "
                    + said.toString().strip());
        }
    }
}
