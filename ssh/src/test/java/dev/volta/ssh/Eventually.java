package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for what another process or thread does. */
final class Eventually {
    private Eventually() {}

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void eventuallyEmpty(Path folder) throws Exception {
        eventually(
                () -> {
                    try (var left = Files.list(folder)) {
                        return left.findAny().isEmpty();
                    }
                },
                folder + " is empty");
    }

    static void eventually(Condition condition, String what) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("%s within 15 s", what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
