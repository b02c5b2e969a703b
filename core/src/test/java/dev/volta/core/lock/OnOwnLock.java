package dev.volta.core.lock;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the lock of a fleet in a folder of this machine. */
abstract class OnOwnLock {
    static final Duration TTL = Duration.ofMinutes(2);

    static final Remote HERE = new LocalRemote(new NodeName("n1"));

    static final Claim BREAKER = new Claim("b", "eve", "lap", 7, "volta lock release");

    @TempDir
    Path folder;

    FleetLock lock;

    @BeforeEach
    void onThisMachine() {
        lock = by(HERE);
    }

    FleetLock by(Remote remote) {
        return new FleetLock(remote, folder.toString(), "lab", TTL);
    }

    static Claim claim(String token) {
        return new Claim(token, "ann", "desk", 42, "volta deploy-all -l 'a b'");
    }

    void take(String token, Duration patience) throws InterruptedException {
        lock.take(claim(token), patience);
    }

    boolean renewed(String token) throws InterruptedException {
        return lock.renew(token) instanceof Renewal.Held;
    }

    String lost(String token) throws InterruptedException {
        return lock.renew(token) instanceof Renewal.Lost(var how) ? how : "not lost";
    }

    Path held(String token) {
        return folder.resolve("volta-lock.lab." + token + ".held");
    }

    List<String> claims() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The claim as it would be had it last been renewed before {@code age}. */
    void age(String token, Duration age) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(held(token)));
        lines.set(1, "%12d".formatted(Long.parseLong(lines.get(1).strip()) - age.toSeconds()));
        Files.write(held(token), lines);
    }

    Path aClaim() throws Exception {
        take("dead", Duration.ZERO);
        return held("dead");
    }
}
