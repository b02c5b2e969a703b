package dev.volta.core.vm;

/** What runs a guest's instructions: this machine's processors, or QEMU's translator. The names are QEMU's. */
public enum Accelerator {
    kvm,
    tcg
}
