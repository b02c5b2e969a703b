package dev.volta.core.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.facts.HostFacts.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAnswerTest {
    private static HostFacts recorded(String name, String... paths) throws IOException {
        try (var text = Objects.requireNonNull(HostAnswerTest.class.getResourceAsStream(name), name)) {
            return HostAnswer.read(new String(text.readAllBytes(), StandardCharsets.UTF_8), List.of(paths));
        }
    }

    @Test
    void readsAnAmd64Machine() throws IOException {
        var facts = recorded("amd64.txt", "/home", "/mnt/my data/x", "/tmp/y", "/nowhere");
        assertThat(facts.cpuModel()).isEqualTo(Fact.known("AMD Ryzen 9 5950X 16-Core Processor"));
        assertThat(facts.cpuFlags())
                .isEqualTo(Fact.known(
                        List.of("fpu", "vme", "de", "pse", "tsc", "msr", "sse", "sse2", "ht", "sha_ni", "avx2")));
        assertThat(facts.logicalCpus()).isEqualTo(Fact.known(31));
        assertThat(facts.memoryBytes()).isEqualTo(Fact.known(65752096L * 1024));
        assertThat(facts.kernel()).isEqualTo(Fact.known("Linux 6.12.43+deb13-amd64"));
        assertThat(facts.architecture()).isEqualTo(Fact.known("x86_64"));
        assertThat(facts.distribution()).isEqualTo(Fact.known("Debian GNU/Linux 13 (trixie)"));
        assertThat(facts.governors()).isEqualTo(Fact.known(Map.of("policy0", "performance", "policy1", "powersave")));
        assertThat(facts.boost()).isEqualTo(Fact.known(true));
        assertThat(facts.virtualisation()).isEqualTo(Fact.known("none"));
        assertThat(facts.jdk()).isEqualTo(Fact.known("Eclipse Adoptium 25.0.3+9-LTS"));
        assertThat(facts.clockSource()).isEqualTo(Fact.known("tsc"));
        assertThat(facts.cgroup()).isEqualTo(Fact.known("v2"));
        assertThat(facts.pageSizeBytes()).isEqualTo(Fact.known(4096L));
        assertThat(facts.fileSystems())
                .containsExactly(
                        Map.entry(
                                "/home",
                                disk(
                                        "/",
                                        "ext4",
                                        "/dev/nvme0n1p2",
                                        "nvme0n1p2 Samsung SSD 980 PRO 1TB, not rotational")),
                        Map.entry(
                                "/mnt/my data/x",
                                disk("/mnt/my data", "btrfs", "/dev/sda1", "sda1 WDC WD40EFRX, rotational")),
                        Map.entry(
                                "/tmp/y",
                                Fact.known(new FileSystem(
                                        "/tmp",
                                        "tmpfs",
                                        "tmpfs",
                                        Fact.unavailable("tmpfs is not on a block device of this machine")))),
                        Map.entry("/nowhere", Fact.unavailable("df cannot tell: no such path, or no permission")));
    }

    private static Fact<FileSystem> disk(String point, String type, String device, String disk) {
        return Fact.known(new FileSystem(point, type, device, Fact.known(disk)));
    }

    @Test
    void readsARiscvGuest() throws IOException {
        var facts = recorded("riscv64.txt", "/");
        assertThat(facts.cpuModel()).isEqualTo(Fact.unavailable("the kernel names no model in /proc/cpuinfo"));
        assertThat(facts.cpuFlags())
                .isEqualTo(Fact.known(List.of("rv64imafdch", "zicbom", "zicboz", "zicntr", "zba", "zbb", "zbs")));
        assertThat(facts.logicalCpus()).isEqualTo(Fact.known(4));
        assertThat(facts.distribution()).isEqualTo(Fact.known("Volta worker"));
        assertThat(facts.governors()).isEqualTo(Fact.unavailable("the kernel has no frequency policies (no cpufreq)"));
        assertThat(facts.virtualisation()).isEqualTo(Fact.known("riscv-virtio,qemu"));
        assertThat(facts.jdk()).isEqualTo(Fact.unavailable("there is no program java"));
        assertThat(facts.pageSizeBytes()).isEqualTo(Fact.unavailable("there is no getconf"));
        assertThat(facts.cgroup()).isEqualTo(Fact.known("hybrid"));
        assertThat(facts.fileSystems())
                .containsExactly(Map.entry("/", disk("/", "ext4", "/dev/root", "vda, rotational")));
    }

    @Test
    void readsARiscvBoardAndOlderInterfaces() throws IOException {
        var facts = recorded("visionfive2-cpuinfo.txt");
        assertThat(facts.cpuModel()).isEqualTo(Fact.known("sifive,u74-mc"));
        assertThat(facts.boost()).isEqualTo(Fact.known(false));
        assertThat(facts.cgroup()).isEqualTo(Fact.known("v1"));
    }

    @Test
    void inventsNothingForAnEmptyAnswer() {
        var facts = HostAnswer.read("", List.of("/data"));
        assertThat(facts.cpuModel()).isEqualTo(Fact.unavailable("the node did not answer for cpuinfo"));
        assertThat(facts.fileSystems())
                .containsExactly(Map.entry("/data", Fact.unavailable("the node did not answer for path0")));
        assertThat(List.of(
                        facts.cpuFlags(),
                        facts.logicalCpus(),
                        facts.memoryBytes(),
                        facts.kernel(),
                        facts.architecture(),
                        facts.distribution(),
                        facts.governors(),
                        facts.boost(),
                        facts.virtualisation(),
                        facts.jdk(),
                        facts.clockSource(),
                        facts.cgroup(),
                        facts.pageSizeBytes()))
                .allMatch(Fact.Unavailable.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "MemTotal: many kB, MemTotal is no number: many",
        "MemTotal: 12 MB, MemTotal is not in kB: 12 MB",
        "Other: 12 kB, /proc/meminfo has no MemTotal"
    })
    void saysWhatIsWrongWithTheMemory(String line, String reason) {
        assertThat(HostAnswer.read("@@ meminfo\n" + line + "\n", List.of()).memoryBytes())
                .isEqualTo(Fact.unavailable(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-", "a", "0,,2", "-3", "0-99999999999"})
    void refusesWhatIsNoListOfProcessors(String list) {
        assertThat(HostAnswer.read("@@ online\n" + list + "\n", List.of()).logicalCpus())
                .isEqualTo(Fact.unavailable("not a list of processors: " + list));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "detected kvm~container docker|docker container, machine: kvm",
                "detected none~container lxc|lxc container, machine: none",
                "hypervisor xen|xen",
                "vendor QEMU~product Standard PC|QEMU Standard PC"
            })
    void tellsWhatTheMachineRunsOn(String clues, String expected) {
        var answer = "@@ cpuinfo\nflags: sse2\n@@ virtualisation\n" + clues.replace('~', '\n') + "\n";
        assertThat(HostAnswer.read(answer, List.of()).virtualisation()).isEqualTo(Fact.known(expected));
    }

    @Test
    void takesTheProcessorsWordForAHypervisorWithoutAName() {
        assertThat(HostAnswer.read("@@ cpuinfo\nflags: sse2 hypervisor avx\n", List.of())
                        .virtualisation())
                .isEqualTo(Fact.known("a hypervisor that does not say its name"));
    }
}
