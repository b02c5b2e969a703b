package dev.volta.core.vm;

import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Port;
import dev.volta.core.remote.IoReason;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.vm.QemuCommand.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a guest must have in common with a template to go on from it.
 *
 * @param format of the template's files and of what its guest has done by then
 * @param image the digest of the image
 * @param qemu the version of QEMU in its own words
 * @param processor this machine's, if it runs the guest itself; else empty
 * @param command QEMU's command line with the paths, the port and the name of no machine in particular: architecture,
 *     accelerator, processor, memory, devices
 */
record TemplateKey(
        int format,
        GuestArchitecture architecture,
        String image,
        String qemu,
        String processor,
        long memoryMebibytes,
        int cpus,
        List<String> command) {
    static final int FORMAT = 1;
    private static final int DIGITS = 16;

    TemplateKey {
        Objects.requireNonNull(architecture, "its key has no architecture");
        Objects.requireNonNull(image, "its key has no image");
        Objects.requireNonNull(qemu, "its key has no version of QEMU");
        Objects.requireNonNull(processor, "its key has no processor");
        command = List.copyOf(Objects.requireNonNull(command, "its key has no command line"));
    }

    /**
     * Of machines like this one.
     *
     * @throws VmException if there is no such image or no QEMU to use it
     */
    static TemplateKey of(VmDescription description) {
        return of(
                description,
                description.image().digest(),
                QemuVersion.of(description.image().architecture()),
                description.accelerator() == Accelerator.kvm ? hostProcessor() : "");
    }

    static TemplateKey of(VmDescription description, String image, QemuVersion qemu, String processor) {
        var nobody = new VmDescription(
                TemplateMaking.GUEST,
                description.image(),
                description.memory(),
                description.cpus(),
                Port.SSH,
                description.accelerator(),
                description.disk(),
                Optional.of(GuestNetwork.ISOLATED));
        var files = new VmFiles(Path.of("/state"), Path.of("/sockets"), nobody.name());
        return new TemplateKey(
                FORMAT,
                description.image().architecture(),
                image,
                qemu.text(),
                processor,
                description.memoryMebibytes(),
                description.cpus(),
                QemuCommand.of(nobody, files, qemu, new Start.Making(new TemplateFiles(Path.of("/template")))));
    }

    /** What is written in front of all that is hashed: a name for a folder, and for people. */
    String name() {
        return architecture + "-" + digest().substring(0, DIGITS);
    }

    private String digest() {
        return Sha256.of((String.join("\0", command) + "\0" + format + "\0" + image + "\0" + qemu + "\0" + processor)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String hostProcessor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name") || line.startsWith("isa"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new VmException("this machine's processor cannot be told: " + IoReason.withFile(e), e);
        }
    }
}
