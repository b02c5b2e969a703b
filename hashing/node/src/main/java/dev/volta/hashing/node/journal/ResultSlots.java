package dev.volta.hashing.node.journal;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.node.journal.JournalFormat.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of a lane in a file of equal slots, one per entry, at index × slot size: u8 status (0 empty, 1 hashed,
 * 2 failed), u8 failure code, u64 size of the file or offset of the problem, the digest, u32 checksum over the entry's
 * index, the entry's checksum and the slot before it. A slot that was never written, or whose checksum does not match
 * the entry, is empty. So the file is ordered without sorting, and it says by itself what is left to do.
 */
public final class ResultSlots implements AutoCloseable {
    private static final int DIGEST_AT = 10;
    private static final int CHECKSUM_BYTES = 4;
    private static final byte HASHED = 1;
    private static final byte FAILED = 2;

    private final FileChannel channel;
    private final int digestLength;
    private final int slotBytes;
    private final int mostWindowSlots;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private int windowSlots;

    /** A result on its way into its slot. */
    public record Filled(long index, int checksum, Slot slot) {}

    /** @param windowBytes what is read at once */
    ResultSlots(Disk disk, Path file, Algorithm algorithm, int windowBytes) throws IOException {
        channel = disk.open(file);
        digestLength = algorithm.digestLength();
        slotBytes = DIGEST_AT + digestLength + CHECKSUM_BYTES;
        mostWindowSlots = Math.max(1, windowBytes / slotBytes);
    }

    /** Writes neighbours with one write. */
    public void write(List<Filled> results) throws IOException {
        int from = 0;
        while (from < results.size()) {
            int to = from + 1;
            while (to < results.size()
                    && results.get(to).index() == results.get(to - 1).index() + 1) {
                to++;
            }
            writeRun(results.subList(from, to));
            from = to;
        }
    }

    /**
     * The result of an entry, or null. Entries are to be asked for in rising order; slots that are written after their
     * neighbourhood was looked at are not seen, which suits its two uses: recovery, and the pages of an ended job.
     */
    public @Nullable Slot read(SpooledEntry entry) throws IOException {
        long index = entry.index();
        if (index < windowStart || index >= windowStart + windowSlots) {
            load(index);
        }
        if (index >= windowStart + windowSlots) {
            return null;
        }
        ByteBuffer slot = window.slice((int) (index - windowStart) * slotBytes, slotBytes);
        int expected = slot.getInt(slotBytes - CHECKSUM_BYTES);
        byte status = slot.get(0);
        if ((status != HASHED && status != FAILED) || expected != checksum(slot, index, entry.checksum())) {
            return null;
        }
        long value = slot.getLong(2);
        if (status == FAILED) {
            return new Slot.Failed(Failure.of(slot.get(1)), value);
        }
        byte[] digest = new byte[digestLength];
        slot.get(DIGEST_AT, digest);
        return new Slot.Hashed(digest, value);
    }

    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void load(long index) throws IOException {
        if (window.capacity() == 0) {
            window = ByteBuffer.allocate(mostWindowSlots * slotBytes);
        }
        window.clear();
        long at = index * slotBytes;
        while (window.hasRemaining() && channel.read(window, at + window.position()) >= 0) {
            // Until the window is full or the file ends.
        }
        windowStart = index;
        windowSlots = window.position() / slotBytes;
    }

    private void writeRun(List<Filled> run) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(run.size() * slotBytes);
        for (int i = 0; i < run.size(); i++) {
            Filled filled = run.get(i);
            ByteBuffer slot = bytes.slice(i * slotBytes, slotBytes);
            switch (filled.slot()) {
                case Slot.Hashed hashed ->
                    slot.put(0, HASHED).putLong(2, hashed.size()).put(DIGEST_AT, hashed.digest());
                case Slot.Failed failed ->
                    slot.put(0, FAILED).put(1, failed.reason().code()).putLong(2, failed.problem());
            }
            slot.putInt(slotBytes - CHECKSUM_BYTES, checksum(slot, filled.index(), filled.checksum()));
        }
        long at = run.getFirst().index() * slotBytes;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private int checksum(ByteBuffer slot, long index, int entryChecksum) {
        ByteBuffer entry = ByteBuffer.allocate(4).putInt(entryChecksum).flip();
        return Kind.RESULTS.checksum(index, entry, slot.slice(0, slotBytes - CHECKSUM_BYTES));
    }
}
