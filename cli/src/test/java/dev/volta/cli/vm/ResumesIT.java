package dev.volta.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.Ran;
import dev.volta.core.vm.Boot;
import dev.volta.core.vm.BootOrigin;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.VmImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Emulated RISC-V machines from one template, some at a time: no two have anything in common that makes a machine itself.
 * {@code -Dvolta.resumes=50} resumes 50.
 */
@Timeout(900)
class ResumesIT {
    private static final Path VOLTA = Path.of("../volta").toAbsolutePath().normalize();
    private static final Duration READY = Duration.ofMinutes(2);
    private static final int RESUMES = Integer.getInteger("volta.resumes", 10);
    private static final int AT_ONCE = 5;

    @TempDir
    private Path folder;

    /** What was seen of one machine; random numbers are those that it drew itself. */
    private record Seen(String hostKey, String hostname, String machineId, String uuid, String cookie, String cookie2) {
        List<String> all() {
            return List.of(hostKey, hostname, machineId, uuid, cookie, cookie2);
        }
    }

    @Test
    void noTwoMachinesOfATemplateAreTheSame() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: root makes images");
        var needed = Ran.bash(
                folder,
                "command -v mmdebstrap && command -v cpio && command -v qemu-system-riscv64 && command -v qemu-img"
                        + " && command -v riscv64-linux-gnu-gcc");
        assumeTrue(needed.code() == 0, "skipped: what makes and boots RISC-V images is not installed");
        assertThat(Ran.bash(folder, "ssh-keygen -q -t ed25519 -N '' -f key").code())
                .isZero();
        var image = image();
        var templates = new TemplateStore(folder.resolve("templates"));
        var template = templates.obtain(TestGuest.named("any", image, folder).description(), READY, told -> {});

        Set<String> all = new HashSet<>();
        var machines = 0;
        for (var first = 0; first < RESUMES; first += AT_ONCE) {
            var jobs = new ArrayList<Callable<Seen>>();
            for (var i = first; i < Math.min(first + AT_ONCE, RESUMES); i++) {
                var guest = TestGuest.named("m" + i, image, folder);
                jobs.add(() -> look(guest, templates, template));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var seen : threads.invokeAll(jobs)) {
                    all.addAll(seen.get().all());
                    machines++;
                }
            }
        }
        assertThat(machines).isEqualTo(RESUMES);
        assertThat(all).hasSize(6 * RESUMES);
    }

    /** Its host key must be the one that it was given, or the login fails. */
    private static Seen look(TestGuest guest, TemplateStore templates, String template) throws Exception {
        try (RunningVm vm = Boot.start(guest.description(), guest.files(), templates)) {
            assertThat(vm.origin()).isEqualTo(new BootOrigin.Resumed(template));
            vm.awaitReady(guest.identity(), READY);
            var before = Instant.now();
            var said = guest.ssh("date +%s%N; hostname; cat /etc/machine-id /proc/sys/kernel/random/uuid");
            var clock = Instant.EPOCH.plusNanos(Long.parseLong(said.get(0)));
            assertThat(clock).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
            assertThat(said.get(1)).isEqualTo(guest.description().name());
            assertThat(said.get(2)).matches("[0-9a-f]{32}");
            var port = guest.description().ssh().number();
            return new Seen(
                    guest.hostKey().publicKey(),
                    said.get(1),
                    said.get(2),
                    said.get(3),
                    ServerHello.cookie(port),
                    ServerHello.cookie(port));
        }
    }

    private VmImage image() throws Exception {
        var cache = Path.of("target/images").toAbsolutePath();
        var built =
                Ran.bash(folder, "XDG_CACHE_HOME=" + cache + " " + VOLTA + " image build --arch riscv64 --output json");
        assertThat(built.code()).as(built.err()).isZero();
        var place = JsonMapper.builder().build().readTree(built.out()).get("folder");
        return new VmImage(GuestArchitecture.riscv64, Path.of(place.asText()));
    }
}
