package dev.volta.core.config;

/** The processor of a virtual machine, by Debian's names. */
public enum Architecture {
    RISCV64,
    AMD64
}
