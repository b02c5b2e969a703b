package dev.volta.core.cache;

import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.wire.RawText;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The page cache of the kernel that a node runs on. Source: Documentation/admin-guide/sysctl/vm.rst of Linux,
 * {@code drop_caches}.
 */
public final class PageCache {
    /** Writing back may take long on a slow disk. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

    private static final String KERNEL_FILE = "/proc/sys/vm/drop_caches";

    private final Remote remote;
    private final Privilege root;
    private final String kernelFile;

    /** Works as {@code root}. */
    public PageCache(Remote remote, Privilege root) {
        this(remote, root, KERNEL_FILE);
    }

    PageCache(Remote remote, Privilege root, String kernelFile) {
        this.remote = remote;
        this.root = root;
        this.kernelFile = kernelFile;
    }

    /** The boot id of the kernel, which tells kernels apart; a failure if its caches cannot be dropped from here. */
    public String kernel() throws InterruptedException {
        return asRoot("kernel.sh", kernelFile).out().strip();
    }

    /** Writes back what is dirty, then drops. */
    public void drop(Level level) throws InterruptedException {
        asRoot("drop.sh", Integer.toString(level.number()), kernelFile);
    }

    private Completed asRoot(String name, String... parameters) throws InterruptedException {
        var done = Script.of(PageCache.class, name)
                .to("drop the caches")
                .with(parameters)
                .withRights(root::command)
                .withLimit(LIMIT)
                .run(remote);
        if (!done.ok()) {
            throw new RemoteException(
                    remote.node(),
                    done.err().isBlank() ? done.status().toString() : done.err().strip());
        }
        return done;
    }

    /** How much of each regular file at or below {@code paths} is in memory; empty files are left out. */
    public static List<Residency> residency(Remote remote, List<String> paths) throws InterruptedException {
        var answer = Script.of(PageCache.class, "residency.sh")
                .to("see what is in memory")
                .with(paths)
                .withLimit(LIMIT)
                .run(remote)
                .require();
        var files = new ArrayList<Residency>();
        for (var line : answer.lines()) {
            var words = line.words(4);
            files.add(new Residency(
                    name(words.get(3)), line.number(words.get(0)), line.number(words.get(1)), words.get(2)));
        }
        return files;
    }

    /** A name in which {@code \xHH} stands for a byte. */
    private static String name(String escaped) {
        var bytes = new ByteArrayOutputStream(escaped.length());
        var found = ESCAPE.matcher(escaped);
        var from = 0;
        while (found.find()) {
            bytes.writeBytes(RawText.encode(escaped.substring(from, found.start())));
            bytes.write(Integer.parseInt(found.group(1), 16));
            from = found.end();
        }
        bytes.writeBytes(RawText.encode(escaped.substring(from)));
        return RawText.decode(bytes.toByteArray());
    }
}
