package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Port;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateKeyTest {
    private static final QemuVersion QEMU = new QemuVersion(7, 2, "QEMU emulator version 7.2.22");
    private static final VmImage IMAGE = new VmImage(GuestArchitecture.riscv64, Path.of("/i"));

    @Test
    void isTheSameForMachinesThatDifferInNameAndPort() {
        assertThat(name(description("node2", IMAGE, "384MiB", 1, 2223, Accelerator.tcg)))
                .isEqualTo(name(description("node1", IMAGE, "384MiB", 1, 2222, Accelerator.tcg)))
                .matches("riscv64-[0-9a-f]{16}");
    }

    @Test
    void isAnotherForEachIngredient() {
        var one = description("node1", IMAGE, "384MiB", 1, 2222, Accelerator.tcg);
        var amd64 = new VmImage(GuestArchitecture.amd64, Path.of("/i"));
        var elsewhere = new VmImage(GuestArchitecture.riscv64, Path.of("/j"));
        var newer = new QemuVersion(7, 2, "QEMU emulator version 7.2.23");
        assertThat(List.of(
                        name(one),
                        name(description("node1", IMAGE, "512MiB", 1, 2222, Accelerator.tcg)),
                        name(description("node1", IMAGE, "384MiB", 2, 2222, Accelerator.tcg)),
                        name(description("node1", IMAGE, "384MiB", 1, 2222, Accelerator.kvm)),
                        name(description("node1", amd64, "384MiB", 1, 2222, Accelerator.tcg)),
                        name(description("node1", elsewhere, "384MiB", 1, 2222, Accelerator.tcg)),
                        TemplateKey.of(one, "another image", QEMU, "").name(),
                        TemplateKey.of(one, "image", newer, "").name(),
                        TemplateKey.of(one, "image", QEMU, "model name: x").name()))
                .doesNotHaveDuplicates();
    }

    private static String name(VmDescription description) {
        return TemplateKey.of(description, "image", QEMU, "").name();
    }

    private static VmDescription description(
            String name, VmImage image, String memory, int cpus, int port, Accelerator accelerator) {
        return new VmDescription(name, image, ByteSize.parse(memory), cpus, new Port(port), accelerator);
    }
}
