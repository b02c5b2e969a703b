package dev.volta.core.service;

import java.util.Optional;
import java.util.function.Function;

/**
 * Files that a program leaves in its state folder for the one that is started after it, in a format that has versions.
 *
 * @param pattern of the shell for their paths below the state folder; without blanks
 * @param ended name of a file beside such a file; where it is there, nobody goes on with that file
 * @param objection says of the first {@link #HEAD_BYTES} bytes of one why the program cannot go on with it, if so
 * @param advice what to do then
 */
public record KeptFiles(String pattern, String ended, Function<byte[], Optional<String>> objection, String advice) {
    public static final int HEAD_BYTES = 8;
}
