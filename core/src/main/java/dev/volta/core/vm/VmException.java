package dev.volta.core.vm;

import org.jspecify.annotations.Nullable;

/** A virtual machine or its image cannot be had; the message says why, and what to do. */
public class VmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public VmException(String message) {
        this(message, null);
    }

    public VmException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
