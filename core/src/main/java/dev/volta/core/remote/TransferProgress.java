package dev.volta.core.remote;

/** Told how far a transfer has come: first what was there already, from a transfer that was cut, then what is there. */
@FunctionalInterface
public interface TransferProgress {
    TransferProgress NONE = (bytes, total) -> {};

    void moved(long bytes, long total);
}
