package dev.volta.core.vm;

/**
 * The memory of a machine's QEMU, the guest's included.
 *
 * @param residentBytes all pages that it has in memory (RSS)
 * @param proportionalBytes the same, with a page that n processes share counted as its nth part (PSS)
 */
public record VmMemory(long residentBytes, long proportionalBytes) {}
