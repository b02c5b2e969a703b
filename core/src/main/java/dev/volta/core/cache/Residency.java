package dev.volta.core.cache;

/**
 * How much of a file is in memory.
 *
 * @param fileSystem its type, as {@code stat -f -c %T} names it
 */
public record Residency(String path, long residentBytes, long sizeBytes, String fileSystem) {
    /** Its pages are the file itself: there is nothing below from which it could be read cold. */
    public boolean livesInMemory() {
        return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
    }
}
