package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a maker that only writes files. */
class TemplateStoreTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final QemuVersion QEMU = new QemuVersion(7, 2, "QEMU emulator version 7.2.22");

    @TempDir
    Path folder;

    private final AtomicInteger made = new AtomicInteger();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void anImage() throws IOException {
        Files.createDirectory(folder.resolve("image"));
        Files.writeString(folder.resolve("image/rootfs.img"), "root");
    }

    @Test
    void findsWhatWasMade() throws Exception {
        assertThat(store().find(key())).isEmpty();
        var template = obtain(store());
        assertThat(store().find(key())).contains(template);
        assertThat(obtain(store())).isEqualTo(template);
        assertThat(made).hasValue(1);
        assertThat(template.files().memory()).hasContent("memory");
    }

    @Test
    void hasOneMakerAtATime() throws Exception {
        var jobs = new ArrayList<Future<Template>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Template> job = () -> obtain(store());
            for (var i = 0; i < 8; i++) {
                jobs.add(threads.submit(job));
            }
        }
        for (var job : jobs) {
            assertThat(job.get()).isEqualTo(jobs.getFirst().get());
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void removesWhatAKilledMakerLeftWithItsQemu() throws Exception {
        var left = folder.resolve("templates/.new-" + key().name());
        Files.createDirectories(left);
        Files.writeString(left.resolve("ram.img"), "half");
        var sockets = Files.createDirectory(folder.resolve("sockets"));
        Files.createFile(sockets.resolve("template.qmp"));
        var qemu = new ProcessBuilder("sleep", "600").start();
        try {
            QemuRecord.of(
                            LinuxProcess.now(qemu.pid()),
                            Instant.EPOCH,
                            new VmFiles(left, sockets, "template"),
                            new BootOrigin.Cold(""))
                    .write(left.resolve("qemu.json"));
            obtain(store());
            assertThat(qemu.waitFor()).isEqualTo(137);
        } finally {
            qemu.destroyForcibly();
        }
        assertThat(left).doesNotExist();
        assertThat(sockets).doesNotExist();
    }

    @Test
    void removesWhatAMakerLeftWhoseRecordSaysNothing() throws Exception {
        var left = folder.resolve("templates/.new-" + key().name());
        for (var record : List.of("", "null", "{}", "\0\0\0", "{\"pid\":12")) {
            Files.createDirectories(left);
            Files.writeString(left.resolve("qemu.json"), record);
            obtain(store());
            assertThat(left).doesNotExist();
        }
        var doomed = Files.createDirectory(folder.resolve("templates/.old-" + key().name() + "-1"));
        Files.createFile(doomed.resolve("ram.img"));
        obtain(store());
        assertThat(doomed).doesNotExist();
        assertThat(made).hasValue(1);
    }

    @Test
    void makesATemplateAnewWhoseDescriptionIsCutAnywhereOrEndsInZeros() throws Exception {
        var manifest = obtain(store()).files().manifest();
        var whole = Files.readAllBytes(manifest);
        for (var length = 0; length < whole.length; length++) {
            Files.write(manifest, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> store().find(key()))
                    .as("cut after %d", length)
                    .isInstanceOf(VmException.class)
                    .hasMessageStartingWith("template " + key().name() + " is damaged: ");
            Files.write(manifest, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
            assertThatThrownBy(() -> store().find(key()))
                    .as("zeros after %d", length)
                    .isInstanceOf(VmException.class);
        }
        for (var text : List.of("null", "{}", "[]", "{\"key\":null,\"made\":1,\"files\":[]}")) {
            Files.writeString(manifest, text);
            assertThat(store().list(told::add)).isEmpty();
            assertThat(told.removeLast())
                    .startsWith("template " + key().name() + " is damaged: ")
                    .endsWith("volta vm template drop " + key().name());
            obtain(store());
            assertThat(told.removeLast()).endsWith("; it is made anew");
            assertThat(store().list()).hasSize(1);
        }
        Files.delete(manifest);
        obtain(store());
        assertThat(manifest).isNotEmptyFile();
    }

    @Test
    void leavesNothingOfAMakingThatFailed() {
        var store = new TemplateStore(folder.resolve("templates"), (_, into, _) -> {
            write(into.memory(), "half");
            throw new VmException("no luck");
        });
        assertThatThrownBy(() -> obtain(store)).hasMessage("no luck");
        assertThat(store.find(key())).isEmpty();
        assertThat(folder.resolve("templates")).isDirectoryNotContaining("glob:**/.new-*");
    }

    @Test
    void recognisesADamagedTemplateAndMakesItAnew() throws Exception {
        var memory = obtain(store()).files().memory();
        write(memory, "mem");
        assertThatThrownBy(() -> store().find(key()))
                .isInstanceOf(VmException.class)
                .hasMessage("template " + key().name() + " is damaged: ram.img has 3 bytes instead of 6");
        obtain(store());
        assertThat(memory).hasContent("memory");
        assertThat(made).hasValue(2);
        assertThat(told)
                .containsExactly(
                        "template " + key().name() + " is damaged: ram.img has 3 bytes instead of 6; it is made anew");
    }

    @Test
    void recognisesAnImageThatWasChangedBelowIt() throws Exception {
        obtain(store());
        var rootfs = folder.resolve("image/rootfs.img");
        Files.setLastModifiedTime(rootfs, FileTime.from(Instant.EPOCH));
        assertThatThrownBy(() -> store().find(key()))
                .hasMessageContaining(rootfs + " was changed at 1970-01-01T00:00:00Z");
        Files.delete(rootfs);
        assertThatThrownBy(() -> store().find(key())).hasMessageContaining(rootfs + " is missing");
    }

    @Test
    void dropsATemplateWhoseContentHasChangedUnseen() throws Exception {
        var template = obtain(store());
        assertThat(store().examine(template)).isEqualTo("; its files are as they were made");
        var state = template.files().state();
        var time = Files.getLastModifiedTime(state);
        write(state, "stat3");
        Files.setLastModifiedTime(state, time);
        assertThat(store().find(key())).isPresent();
        assertThat(store().examine(template)).isEqualTo("; state.bin has changed since it was made, so it was dropped");
        assertThat(store().find(key())).isEmpty();
    }

    @Test
    void listsAndDrops() throws Exception {
        assertThat(store().list()).isEmpty();
        var template = obtain(store());
        assertThat(store().list()).singleElement().satisfies(summary -> {
            assertThat(summary.name()).isEqualTo(template.name());
            assertThat(summary.architecture()).isEqualTo(GuestArchitecture.riscv64);
            assertThat(summary.memoryMebibytes()).isEqualTo(384);
            assertThat(summary.cpus()).isEqualTo(2);
            assertThat(summary.bytesOnDisk()).isPositive();
            assertThat(summary.lastUsed()).isAfterOrEqualTo(summary.made());
        });
        assertThat(store().drop("../" + template.name())).isFalse();
        assertThat(store().drop(template.name())).isTrue();
        assertThat(store().drop(template.name())).isFalse();
        obtain(store());
        assertThat(store().dropAll()).isEqualTo(1);
        assertThat(store().list()).isEmpty();
    }

    @Test
    void dropsThoseThatWereNotUsedForLongWhenAnotherOneIsMade() throws Exception {
        var names = new ArrayList<String>();
        var image = key();
        for (var i = 0; i < TemplateStore.MOST_KEPT + 3; i++) {
            var key = TemplateKey.of(description(), "image" + i, QEMU, "");
            names.add(store().obtain(key, description(), LIMIT, told::add).name());
        }
        assertThat(store().list()).as("all were used today").hasSize(names.size());
        for (var i = 0; i < names.size(); i++) {
            Files.setLastModifiedTime(
                    new TemplateFiles(folder.resolve("templates").resolve(names.get(i))).manifest(),
                    FileTime.from(Instant.now().minus(Duration.ofDays(30 - i))));
        }
        var last = store().obtain(image, description(), LIMIT, told::add).name();
        assertThat(store().list())
                .extracting(TemplateSummary::name)
                .contains(last)
                .containsAll(names.subList(4, names.size()))
                .hasSize(TemplateStore.MOST_KEPT);
    }

    private TemplateStore store() {
        return new TemplateStore(folder.resolve("templates"), (_, into, _) -> {
            made.incrementAndGet();
            write(into.memory(), "memory");
            write(into.state(), "state");
            write(into.disk(), "disk");
        });
    }

    private Template obtain(TemplateStore store) throws InterruptedException {
        return store.obtain(key(), description(), LIMIT, told::add);
    }

    private TemplateKey key() {
        return TemplateKey.of(description(), "image", QEMU, "");
    }

    private VmDescription description() {
        return new VmDescription(
                "node1",
                new VmImage(GuestArchitecture.riscv64, folder.resolve("image")),
                ByteSize.parse("384MiB"),
                2,
                new Port(2222),
                Accelerator.tcg);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
