package dev.volta.ssh.openssh;

import dev.volta.core.wire.FolderTree;
import dev.volta.core.wire.KernelLock;
import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of this user's alone for what {@code ssh} is given: configurations, control sockets, and links to files whose
 * names its configuration cannot hold. It is removed when it is closed; what a killed process left goes with the next one.
 */
public final class SshFolder implements AutoCloseable {
    private static final String PREFIX = "ssh-";
    private static final String ALIVE = "alive";
    private static final String LINK = ".link";
    private static final String COPY = ".copy";

    /** ssh hands its configuration's name to a shell, and makes a control socket under a name that is 17 bytes longer. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+@-]{1,70}");

    private final Path path;
    private final KernelLock lock;
    private final AtomicInteger last = new AtomicInteger();
    private final Pattern links;
    private final Map<String, Path> copies = new ConcurrentHashMap<>();

    private SshFolder(Path path, KernelLock lock) {
        this.path = path;
        this.lock = lock;
        this.links = Pattern.compile(
                Pattern.quote(path + "/c") + "\\d+(?:" + Pattern.quote(LINK) + "|" + Pattern.quote(COPY) + ")");
    }

    /** A folder in the runtime folder of {@code environment}, or of none where ssh cannot use that one's name. */
    public static SshFolder make(Map<String, String> environment) throws IOException {
        var runtime = RuntimeFolder.of(environment);
        if (!PLAIN.matcher(runtime.path().toString()).matches()) {
            runtime = RuntimeFolder.of(Map.of());
        }
        var within = runtime.make();
        sweep(within);
        var name =
                PREFIX + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        var folder = PrivateFolder.ensure(within.resolve(name));
        return new SshFolder(folder, KernelLock.make(folder.resolve(ALIVE)));
    }

    private static void sweep(Path within) throws IOException {
        try (var folders = Files.newDirectoryStream(within, PREFIX + "*")) {
            for (var folder : folders) {
                removeIfLeft(folder);
            }
        }
    }

    private static void removeIfLeft(Path folder) {
        try {
            var alive = folder.resolve(ALIVE);
            if (Files.exists(alive) && !KernelLock.isHeld(alive)) {
                FolderTree.remove(folder);
            }
        } catch (IOException _) {
            // another command removes it just now, or the next one does
        }
    }

    /** A name in the folder that nothing has yet. */
    public Path fresh(String suffix) {
        return path.resolve("c" + last.incrementAndGet() + suffix);
    }

    /** A link to {@code file}, whatever it is called. */
    public Path link(Path file) throws IOException {
        return Files.createSymbolicLink(fresh(LINK), file.toAbsolutePath());
    }

    /** A file of {@code content}, which stands for {@code original}. */
    public Path copy(Path original, byte[] content) throws IOException {
        var copy = Files.write(fresh(COPY), content);
        copies.put(copy.toString(), original);
        return copy;
    }

    /** {@code text} with the files that links and copies of this folder stand for in their place. */
    public String withFilesNamed(String text) {
        return links.matcher(text).replaceAll(link -> Matcher.quoteReplacement(target(link.group())));
    }

    private String target(String link) {
        var original = copies.get(link);
        if (original != null) {
            return original.toString();
        }
        try {
            return Files.readSymbolicLink(Path.of(link)).toString();
        } catch (IOException _) {
            return link;
        }
    }

    /** A link to a key, with links to what ssh looks for beside it: the public half and the certificate. */
    public Path linkKey(Path key) throws IOException {
        var link = link(key);
        for (var suffix : new String[] {".pub", "-cert.pub"}) {
            var beside = Path.of(key.toAbsolutePath() + suffix);
            if (Files.exists(beside)) {
                Files.createSymbolicLink(Path.of(link + suffix), beside);
            }
        }
        return link;
    }

    @Override
    public void close() {
        try (lock) {
            FolderTree.remove(path);
        } catch (IOException _) {
            // the next command removes it
        }
    }
}
