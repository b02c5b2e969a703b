package dev.volta.cli.common;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command reads and writes. Most commands print text through picocli's writers, which end here too; those that
 * print file names use the bytes, because a file name need not be text.
 */
public record StandardStreams(InputStream in, OutputStream out, OutputStream err) {
    public static StandardStreams ofProcess() {
        return new StandardStreams(
                // Through a channel, so that an interrupt ends a read that waits for a terminal or a pipe.
                Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()),
                new StandardOutput(),
                new FileOutputStream(FileDescriptor.err));
    }

    /** Why output did not arrive, if it did not. */
    public Optional<StandardOutput.Lost> lost() {
        return out instanceof StandardOutput standard ? standard.lost() : Optional.empty();
    }

    public PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), false);
    }

    public PrintWriter errWriter() {
        return new MessageWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8));
    }
}
