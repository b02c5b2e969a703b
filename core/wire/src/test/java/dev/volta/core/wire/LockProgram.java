package dev.volta.core.wire;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** Another process that holds a lock until it is killed, or asks whether somebody does, once or all the time. */
final class LockProgram {
    private LockProgram() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var file = Path.of(arguments[0]);
        switch (arguments[1]) {
            case "ask" -> System.out.println(KernelLock.isHeld(file) ? "held" : "free");
            case "keep-asking" -> keepAsking(file);
            case "ask-as-they-appear" -> askAsTheyAppear(file);
            case "hold" -> hold(file);
            case "hold-all" -> holdAll(file);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    private static void keepAsking(Path file) throws IOException {
        System.out.println("asks");
        while (true) {
            KernelLock.isHeld(file);
        }
    }

    /** Of {@code 0}, {@code 1} and so on in {@code folder}, each as soon as it is there. */
    private static void askAsTheyAppear(Path folder) throws IOException {
        System.out.println("asks");
        for (var i = 0; ; i++) {
            var file = folder.resolve("" + i);
            while (!Files.exists(file)) {
                Thread.onSpinWait();
            }
            System.out.println(KernelLock.isHeld(file) ? "held" : "free");
        }
    }

    private static void hold(Path file) throws IOException, InterruptedException {
        try (var _ = KernelLock.tryTake(file).orElseThrow()) {
            System.out.println("held by me");
            new CountDownLatch(1).await();
        }
    }

    /** As a version did that knew of one lock for the whole file. */
    private static void holdAll(Path file) throws IOException, InterruptedException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
                var _ = channel.lock()) {
            System.out.println("held by me");
            new CountDownLatch(1).await();
        }
    }
}
