package dev.volta.core.vm;

/** What runs a guest's instructions: this machine's processors, or QEMU's translator. The names are QEMU's. */
public enum Accelerator {
    kvm(""),
    /**
     * QEMU keeps what it has translated by address: where programs lie at random, it translates them anew at each start.
     */
    tcg(" norandmaps");

    private final String kernelArguments;

    Accelerator(String kernelArguments) {
        this.kernelArguments = kernelArguments;
    }

    /** What kernels need beside what their architecture does. */
    String kernelArguments() {
        return kernelArguments;
    }
}
