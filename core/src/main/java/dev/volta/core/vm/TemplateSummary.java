package dev.volta.core.vm;

import java.time.Instant;

/**
 * A template, for people.
 *
 * @param name by which it can be dropped
 * @param bytesOnDisk what it takes there; its memory has holes
 */
public record TemplateSummary(
        String name,
        GuestArchitecture architecture,
        long memoryMebibytes,
        int cpus,
        long bytesOnDisk,
        Instant made,
        Instant lastUsed) {}
