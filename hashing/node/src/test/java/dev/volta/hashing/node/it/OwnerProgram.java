package dev.volta.hashing.node.it;

import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An owner that lives until it is killed. */
final class OwnerProgram {
    private OwnerProgram() {}

    /** Returns when it has locked {@code lock}. */
    static Process start(Path lock) throws IOException {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OwnerProgram.class.getName(),
                        lock.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (owner.getInputStream().read() != '+') {
            throw new IllegalStateException("the owner did not lock " + lock);
        }
        return owner;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (KernelLock lock = KernelLock.tryTake(Path.of(arguments[0])).orElseThrow()) {
            System.out.print(lock == null ? "-" : "+");
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
