package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Another process that holds a lock until it is killed, or says whether somebody does. */
final class LockProgram {
    private LockProgram() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var file = Path.of(arguments[0]);
        if (arguments[1].equals("ask")) {
            System.out.println(KernelLock.isHeld(file) ? "held" : "free");
            return;
        }
        try (var _ = KernelLock.tryTake(file).orElseThrow()) {
            System.out.println("held by me");
            new CountDownLatch(1).await();
        }
    }
}
