package dev.volta.core.transfer;

import dev.volta.core.remote.TransferProgress;

/** Told what becomes of files, besides how far the one in hand has come. */
public interface UploadProgress extends TransferProgress {
    /** {@code files} were sent, and what {@link #moved} tells next is of others. */
    void sent(int files);

    /** A file of {@code bytes} was there already. */
    void wasThere(long bytes);
}
