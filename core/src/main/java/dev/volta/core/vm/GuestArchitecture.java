package dev.volta.core.vm;

import dev.volta.core.config.Architecture;
import java.util.Locale;

/** A processor architecture of guests. The names are Debian's. */
public enum GuestArchitecture {
    /**
     * OpenJDK refuses the five-level page tables of RISC-V (sv57); {@code no4lvl} leaves sv39. Without protection of
     * physical memory ({@code pmp}), which guards the firmware from the kernel, emulated accesses are looked up faster.
     */
    riscv64("qemu-system-riscv64", "qemu-system-misc", "virt", "rv64,pmp=off", "device", "no4lvl " + Kernel.SLIM),
    /** Emulated {@code cmpxchg16b} crashed guests under QEMU 7.2. */
    amd64("qemu-system-x86_64", "qemu-system-x86", "q35", "max,-cx16", "pci", Kernel.SLIM);

    private static final class Kernel {
        /**
         * Debian's kernels try all of their ciphers at each start, which takes an emulated one half a second. IPv6 and
         * security modules that nobody has rules for are code that each guest would translate.
         */
        static final String SLIM = "cryptomgr.notests initcall_blacklist=jent_mod_init ipv6.disable=1 lsm=";
    }

    private final String program;
    private final String debianPackage;
    private final String machine;
    private final String emulatedCpu;
    private final String bus;
    private final String kernelArguments;

    GuestArchitecture(
            String program,
            String debianPackage,
            String machine,
            String emulatedCpu,
            String bus,
            String kernelArguments) {
        this.program = program;
        this.debianPackage = debianPackage;
        this.machine = machine;
        this.emulatedCpu = emulatedCpu;
        this.bus = bus;
        this.kernelArguments = kernelArguments;
    }

    /** As a description names it. */
    public static GuestArchitecture of(Architecture described) {
        return valueOf(described.name().toLowerCase(Locale.ROOT));
    }

    /** The QEMU that runs guests of this architecture. */
    public String program() {
        return program;
    }

    /** The Debian package that has it. */
    public String debianPackage() {
        return debianPackage;
    }

    /** What the names of the GNU tools that compile for it begin with. */
    public String toolPrefix() {
        return switch (this) {
            case riscv64 -> "riscv64-linux-gnu-";
            case amd64 -> "x86_64-linux-gnu-";
        };
    }

    /** The Debian packages that have those tools and a C library, in words. */
    public String compilerPackages() {
        if (isHost()) {
            return "the packages gcc and libc6-dev";
        }
        return switch (this) {
            case riscv64 -> "the packages gcc-riscv64-linux-gnu and libc6-dev-riscv64-cross";
            case amd64 -> "the packages gcc-x86-64-linux-gnu and libc6-dev-amd64-cross";
        };
    }

    String machine() {
        return machine;
    }

    /**
     * How many processors QEMU gives a guest: {@code VIRT_CPUS_MAX} of its RISC-V machine. More than 255 of x86 need an
     * interrupt controller that guests here do not have (x2APIC behind an IOMMU).
     */
    public int mostCpus() {
        return switch (this) {
            case riscv64 -> 512;
            case amd64 -> 255;
        };
    }

    String cpu(Accelerator accelerator) {
        return switch (accelerator) {
            case kvm -> "host";
            case tcg -> emulatedCpu;
        };
    }

    /** The suffix of virtio devices on this machine's bus. */
    String bus() {
        return bus;
    }

    /** What its kernels need beside the common ones. */
    String kernelArguments() {
        return kernelArguments;
    }

    /** Whether this machine has that architecture, so that its own processors could run such guests. */
    public boolean isHost() {
        return switch (this) {
            case amd64 -> hostName().equals("amd64") || hostName().equals("x86_64");
            case riscv64 -> hostName().equals("riscv64");
        };
    }

    private static String hostName() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    }
}
