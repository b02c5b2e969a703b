package dev.volta.cli.deploy;

import dev.volta.core.deploy.RuntimeImage;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.spi.ToolProvider;

/** A Java runtime with what Volta's own programs need of it, linked from the one that runs this program. */
final class RuntimeArchive {
    private static final String MODULES =
            "java.base,java.logging,java.management,java.rmi,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;

    /** @param folder that keeps what was linked, made when it is missing */
    RuntimeArchive(Path folder) {
        this.folder = folder;
    }

    /** Empty where this Java cannot link others. */
    Optional<RuntimeImage> image() {
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

    /** Makes the archive of {@code image} if it is not there yet, which takes some seconds. */
    void make(RuntimeImage image) throws IOException, InterruptedException {
        if (Files.exists(image.archive())) {
            return;
        }
        Files.createDirectories(folder);
        var work = Files.createTempDirectory(folder, "link");
        try (var machine = new LocalRemote(new NodeName("local"))) {
            var tree = work.resolve("jre");
            try {
                link(tree);
                var part = work.resolve("archive").toString();
                machine.run(Command.of("tar", "-C", tree.toString(), "-czf", part, ".")
                                .withTimeout(LIMIT))
                        .require();
                Files.move(Path.of(part), image.archive(), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                machine.run(Command.of("rm", "-rf", work.toString()).withTimeout(LIMIT));
            }
        }
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
