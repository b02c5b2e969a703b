package dev.volta.core.vm;

import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which processors a kernel is for, by the head of its file. Source: Documentation/arch/riscv/boot-image-header.rst and
 * Documentation/arch/x86/boot.rst of Linux; elf(5) for kernels that are not packed.
 */
final class KernelFormat {
    private static final int HEAD = 0x206;
    private static final int RISCV_MAGIC = 0x38;
    private static final int X86_MAGIC = 0x202;
    private static final int ELF_MACHINE = 18;
    private static final int EM_X86_64 = 62;
    private static final int EM_RISCV = 243;

    private KernelFormat() {}

    /** Empty for a format that is not known here. */
    static Optional<GuestArchitecture> of(Path kernel) throws IOException {
        byte[] head;
        RegularFile.require(kernel);
        try (var file = Files.newInputStream(kernel)) {
            head = file.readNBytes(HEAD);
        }
        if (has(head, X86_MAGIC, "HdrS")) {
            return Optional.of(GuestArchitecture.amd64);
        }
        if (has(head, RISCV_MAGIC, "RSC\u0005")) {
            return Optional.of(GuestArchitecture.riscv64);
        }
        return has(head, 0, "\u007fELF") && head.length > ELF_MACHINE + 1 ? machine(head) : Optional.empty();
    }

    private static Optional<GuestArchitecture> machine(byte[] elf) {
        return switch (ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).getShort(ELF_MACHINE)) {
            case EM_X86_64 -> Optional.of(GuestArchitecture.amd64);
            case EM_RISCV -> Optional.of(GuestArchitecture.riscv64);
            default -> Optional.empty();
        };
    }

    private static boolean has(byte[] head, int at, String magic) {
        var end = at + magic.length();
        return head.length >= end && new String(head, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
