package dev.volta.core.transfer;

import dev.volta.core.remote.CommandInput;
import dev.volta.core.wire.RawText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Files as a tar archive, made while it is read. Names are the bytes that they are: in the encoding of Latin-1 each byte
 * is a character, and names that do not fit into a header come in GNU's entry of type {@code L}, which unlike a header of
 * pax has no encoding, and which busybox reads too.
 */
final class TarStream {
    private static final int RECORD = 512;
    private static final int OWNER_ONLY = 0600;

    private TarStream() {}

    /** @param mark the name of an empty file at the end, which tells a whole archive from one that was cut off */
    static CommandInput of(List<SmallFile> files, String mark) {
        return () -> {
            var entries = files.stream().flatMap(TarStream::entry);
            var end = new ByteArrayInputStream(Arrays.copyOf(header(mark, 0, OWNER_ONLY), 3 * RECORD));
            return new SequenceInputStream(Collections.enumeration(
                    Stream.concat(entries, Stream.of(end)).toList()));
        };
    }

    private static Stream<InputStream> entry(SmallFile file) {
        var padding = (int) (-file.size() & (RECORD - 1));
        return Stream.of(
                new ByteArrayInputStream(
                        header(file.path(), file.size(), file.upload().mode())),
                new WholeFile(file),
                new ByteArrayInputStream(new byte[padding]));
    }

    private static byte[] header(String path, long size, int mode) {
        var entry = new TarArchiveEntry(new String(RawText.encode(path), StandardCharsets.ISO_8859_1));
        entry.setSize(size);
        entry.setMode(mode);
        var bytes = new ByteArrayOutputStream();
        try {
            @SuppressWarnings("resource") // closing it would end the archive
            var tar = new TarArchiveOutputStream(bytes, RECORD, StandardCharsets.ISO_8859_1.name());
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.putArchiveEntry(entry);
            tar.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is in memory
        }
        return bytes.toByteArray();
    }
}
