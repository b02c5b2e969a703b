package dev.volta.core.cache;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The page cache of the kernel that a node runs on. Source: Documentation/admin-guide/sysctl/vm.rst of Linux,
 * {@code drop_caches}.
 */
public final class PageCache {
    /** Writing back may take long on a slow disk. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final String KERNEL_FILE = "/proc/sys/vm/drop_caches";

    private final Remote remote;
    private final String kernelFile;

    public PageCache(Remote remote) {
        this(remote, KERNEL_FILE);
    }

    PageCache(Remote remote, String kernelFile) {
        this.remote = remote;
        this.kernelFile = kernelFile;
    }

    /** Looks, and changes nothing. */
    public Ability ability() throws InterruptedException {
        var words = remote.run(Command.script(script("ability.sh"), kernelFile).withTimeout(LIMIT))
                .require()
                .out()
                .strip()
                .split(" ", 3);
        return switch (words[1]) {
            case "direct" -> new Ability.Direct(words[0]);
            case "sudo" -> new Ability.ThroughSudo(words[0], false);
            case "sudo-asks" -> new Ability.ThroughSudo(words[0], true);
            case "none" -> new Ability.None(words[2]);
            default -> throw new RemoteException(remote.node(), "unexpected answer '" + words[1] + "'");
        };
    }

    /** Writes back and drops; the caller has found out that it can. */
    public void drop(Level level) throws InterruptedException {
        var number = Integer.toString(level.number());
        remote.run(Command.script(script("drop.sh"), number, kernelFile).withTimeout(LIMIT))
                .require();
    }

    /**
     * The same as root through sudo.
     *
     * @param password given to sudo on its stdin; empty if it does not ask
     */
    public void dropThroughSudo(Level level, String password) throws InterruptedException {
        var number = Integer.toString(level.number());
        var argv = List.of("sudo", "-S", "-p", "", "sh", "-c", script("drop.sh"), "sh", number, kernelFile);
        remote.run(Command.of(argv)
                        .withStdin((password + "\n").getBytes(StandardCharsets.UTF_8))
                        .withTimeout(LIMIT))
                .require();
    }

    /** How much of each regular file at or below {@code paths} is in memory; empty files are left out. */
    public List<Residency> residency(List<String> paths) throws InterruptedException {
        Completed answer = remote.run(Command.script(script("residency.sh"), paths.toArray(String[]::new))
                .withTimeout(LIMIT));
        var files = new ArrayList<Residency>();
        for (var line : answer.require().out().lines().toList()) {
            var words = line.split(" ", 4);
            files.add(new Residency(words[3], Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
        }
        return files;
    }

    private static String script(String name) {
        try (var in = Objects.requireNonNull(PageCache.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
