package dev.volta.core.remote;

/** Told how far a transfer has come. */
@FunctionalInterface
public interface TransferProgress {
    TransferProgress NONE = (bytes, total) -> {};

    void moved(long bytes, long total);
}
