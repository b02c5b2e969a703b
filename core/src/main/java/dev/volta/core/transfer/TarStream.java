package dev.volta.core.transfer;

import dev.volta.core.remote.Input;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files as a tar archive (POSIX.1-2001, pax), made while it is read. */
final class TarStream {
    private static final int RECORD = 512;

    private TarStream() {}

    static Input of(List<SmallFile> files) {
        return () -> {
            var entries = files.stream().flatMap(TarStream::entry);
            var end = new ByteArrayInputStream(new byte[2 * RECORD]);
            return new SequenceInputStream(Collections.enumeration(
                    Stream.concat(entries, Stream.of(end)).toList()));
        };
    }

    private static Stream<InputStream> entry(SmallFile file) {
        var padding = (int) (-file.size() & (RECORD - 1));
        return Stream.of(
                new ByteArrayInputStream(header(file)),
                new WholeFile(file),
                new ByteArrayInputStream(new byte[padding]));
    }

    private static byte[] header(SmallFile file) {
        var entry = new TarArchiveEntry(file.path());
        entry.setSize(file.size());
        entry.setMode(file.upload().mode());
        var bytes = new ByteArrayOutputStream();
        try {
            @SuppressWarnings("resource") // closing it would end the archive
            var tar = new TarArchiveOutputStream(bytes, RECORD, StandardCharsets.UTF_8.name());
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            tar.putArchiveEntry(entry);
            tar.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is in memory
        }
        return bytes.toByteArray();
    }
}
