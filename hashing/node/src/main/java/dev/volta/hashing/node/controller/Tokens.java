package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.wire.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * Checks who connects against a folder that holds one file for each token: {@code client}, and {@code workers/ID} for
 * each worker. It is read anew each time, so a worker can be added without a restart.
 */
record Tokens(Path folder) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    boolean accepts(Role role, String id, String token) throws IOException {
        if (token.isEmpty() || !ID.matcher(id).matches()) {
            return false;
        }
        Path file = switch (role) {
            case WORKER -> folder.resolve("workers").resolve(id);
            case CLIENT -> folder.resolve("client");
        };
        try {
            byte[] expected = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
            return expected.length > 0 && MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
