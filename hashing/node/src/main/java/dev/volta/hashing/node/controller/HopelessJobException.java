package dev.volta.hashing.node.controller;

import java.io.IOException;

/** A job cannot come to its end, and not because of the controller; the message says why. */
final class HopelessJobException extends IOException {
    private static final long serialVersionUID = 1L;

    HopelessJobException(String message) {
        super(message);
    }
}
