package dev.volta.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.Ran;
import dev.volta.core.vm.Boot;
import dev.volta.core.vm.BootOrigin;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.VmImage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guests that go on from one template, with the real image and the real QEMU. */
@Timeout(600)
class TemplateIT {
    private static final Path VOLTA = Path.of("../volta").toAbsolutePath().normalize();
    private static final Duration READY = Duration.ofMinutes(2);

    @TempDir
    private static Path shared;

    private static VmImage image;

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void makeAnImage() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: root makes images");
        var needed = Ran.bash(
                shared,
                "command -v mmdebstrap && command -v cpio && command -v qemu-system-x86_64 && command -v qemu-img");
        assumeTrue(needed.code() == 0, "skipped: mmdebstrap, cpio, qemu-system-x86 or qemu-utils is not installed");
        var cache = Path.of("target/images").toAbsolutePath();
        var built =
                Ran.bash(shared, "XDG_CACHE_HOME=" + cache + " " + VOLTA + " image build --arch amd64 --output json");
        assertThat(built.code()).as(built.err()).isZero();
        var place = JsonMapper.builder().build().readTree(built.out()).get("folder");
        image = new VmImage(GuestArchitecture.amd64, Path.of(place.asText()));
    }

    @BeforeEach
    void makeAKey() throws Exception {
        assertThat(Ran.bash(folder, "ssh-keygen -q -t ed25519 -N '' -f key").code())
                .isZero();
    }

    @Test
    void guestsOfOneTemplateAreMachinesOfTheirOwn() throws Exception {
        var templates = templates();
        var template = templates.obtain(guest("any").description(), READY, told::add);
        assertThat(told).isEmpty();
        assertThat(templates.list()).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo(template);
            assertThat(one.bytesOnDisk()).isBetween(1L << 20, 400L << 20);
        });

        var guests = List.of(guest("one"), guest("two"), guest("three"));
        var machines = startAll(guests, templates);
        try {
            assertThat(machines).allSatisfy(vm -> assertThat(vm.origin()).isEqualTo(new BootOrigin.Resumed(template)));
            var uuids = new HashSet<String>();
            for (var guest : guests) {
                var said = guest.ssh("hostname; cat /proc/sys/kernel/random/uuid; date +%s");
                assertThat(said.get(0)).isEqualTo(guest.description().name());
                uuids.add(said.get(1));
                assertThat(Long.parseLong(said.get(2))).isCloseTo(Instant.now().getEpochSecond(), within(60L));
            }
            assertThat(uuids).hasSize(3);
            assertThat(machines)
                    .allSatisfy(vm -> assertThat(vm.memory().proportionalBytes())
                            .isBetween(1L << 20, vm.memory().residentBytes()));
            seesTheEndOfOne(machines);
        } finally {
            machines.forEach(RunningVm::close);
        }
        assertThat(folder.resolve("s")).isEmptyDirectory();
    }

    private static void seesTheEndOfOne(List<RunningVm> machines) throws Exception {
        var victim = machines.getFirst();
        assertThat(victim.ended()).isNotDone();
        ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
        victim.ended().get(20, TimeUnit.SECONDS);
        assertThat(victim.lastWords()).contains("serial.log", "qemu.log");
        assertThat(machines.get(1).status()).isEqualTo("running");
        assertThat(machines.get(1).ended()).isNotDone();
    }

    @Test
    void bootsColdIfTheTemplateDoesNotServe() throws Exception {
        var guest = guest("one");
        try (var vm = Boot.start(guest.description(), guest.files(), new TemplateStore(folder.resolve("none")))) {
            assertThat(vm.origin()).isEqualTo(new BootOrigin.Cold("there is no template for it"));
        }
        var template = templates().obtain(guest.description(), READY, told::add);
        var state = shared.resolve("templates").resolve(template).resolve("state.bin");
        var time = Files.getLastModifiedTime(state);
        var bytes = Files.readAllBytes(state);
        bytes[2000] ^= 1;
        bytes[bytes.length / 2] ^= 1;
        bytes[0] ^= 1; // of its magic number
        Files.write(state, bytes);
        Files.setLastModifiedTime(state, time);
        try (var vm = Boot.start(guest.description(), guest.files(), templates())) {
            assertThat(vm.origin())
                    .isInstanceOfSatisfying(
                            BootOrigin.Cold.class,
                            cold -> assertThat(cold.reason())
                                    .startsWith("template " + template + " does not serve: ")
                                    .endsWith("; state.bin has changed since it was made, so it was dropped"));
            assertThat(vm.status()).isEqualTo("running");
        }
        assertThat(templates().list()).isEmpty();
    }

    @Test
    void outlivesItsOwnerAndIsTakenOver() throws Exception {
        var guest = guest("one");
        var template = templates().obtain(guest.description(), READY, told::add);
        var owner = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnerThatDies.class.getName(),
                        image.folder().toString(),
                        folder.toString(),
                        "one",
                        guest.description().ssh().toString(),
                        shared.resolve("templates").toString())
                .redirectError(folder.resolve("owner.err").toFile())
                .start();
        try (var said = new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("Resumed[template=" + template + "]");
        } finally {
            owner.destroyForcibly().waitFor();
        }

        var vm = RunningVm.adopt(guest.description(), guest.files());
        var ended = vm.ended();
        assertThat(vm.origin()).isEqualTo(new BootOrigin.Resumed(template));
        assertThat(vm.started()).isBefore(Instant.now());
        assertThat(vm.memory().residentBytes()).isPositive();
        assertThat(vm.status()).isEqualTo("running");
        assertThat(ended).isNotDone();
        assertThat(vm.stop()).isEqualTo(RunningVm.Ending.GUEST);
        ended.get(20, TimeUnit.SECONDS);
    }

    private static List<RunningVm> startAll(List<TestGuest> guests, TemplateStore templates) throws Exception {
        var starting = new ArrayList<Future<RunningVm>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var guest : guests) {
                starting.add(threads.submit(() -> {
                    var vm = Boot.start(guest.description(), guest.files(), templates);
                    vm.awaitReady(guest.identity(), READY);
                    return vm;
                }));
            }
        }
        var machines = new ArrayList<RunningVm>();
        for (var one : starting) {
            machines.add(one.get());
        }
        return machines;
    }

    private TestGuest guest(String name) throws Exception {
        return TestGuest.named(name, image, folder);
    }

    private static TemplateStore templates() {
        return new TemplateStore(shared.resolve("templates"));
    }
}
