import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Makes the inputs of the benchmarks below the folder that it is given: one file of 1 GiB, 20 000 files of 64 KiB and
 * 100 000 files of 1 to 4 KiB, a thousand in a folder, all of seeded random bytes.
 */
void main(String[] arguments) throws IOException {
    var base = Path.of(arguments[0]);
    one(base.resolve("1x1GiB"));
    many(base.resolve("20kx64KiB"), 20_000, 65_536, 65_536, new SplittableRandom(1));
    many(base.resolve("100kx1-4KiB"), 100_000, 1024, 4096, new SplittableRandom(2));
}

void one(Path folder) throws IOException {
    if (!Files.createDirectories(folder).resolve("file").toFile().exists()) {
        var random = new SplittableRandom(3);
        var block = new byte[1 << 20];
        try (var out = Files.newOutputStream(folder.resolve("file"))) {
            for (int i = 0; i < 1024; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }
}

void many(Path folder, int files, int smallest, int largest, SplittableRandom random) throws IOException {
    if (Files.exists(folder)) {
        return;
    }
    for (int i = 0; i < files; i++) {
        var parent = folder.resolve("%03d".formatted(i / 1000));
        if (i % 1000 == 0) {
            Files.createDirectories(parent);
        }
        var bytes = new byte[random.nextInt(smallest, largest + 1)];
        random.nextBytes(bytes);
        Files.write(parent.resolve("%06d".formatted(i)), bytes);
    }
}
