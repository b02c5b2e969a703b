package dev.volta.hashing.node.controller;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A disk that refuses to open, to read or to write, with the words of the C library, for as long as it is told to. */
final class FailingDisk extends LooseDisk {
    static final String FULL = "No space left on device";
    static final String NO_DESCRIPTORS = "Too many open files";
    static final String BROKEN = "Input/output error";

    private @Nullable String writeFault;
    private @Nullable String openFault;
    private Predicate<Path> affected = _ -> true;
    /** How many bytes are still taken before the fault shows. */
    private int room;

    int refused;

    void failWrites(@Nullable String fault, int bytesOfRoom) {
        writeFault = fault;
        room = bytesOfRoom;
    }

    void failOpening(@Nullable String fault, Predicate<Path> files) {
        openFault = fault;
        affected = files;
    }

    private void checkOpen(Path file) throws IOException {
        if (openFault != null && affected.test(file)) {
            refused++;
            throw new FileSystemException(file.toString(), null, openFault);
        }
    }

    private int take(Path file, int bytes) throws IOException {
        if (writeFault == null) {
            return bytes;
        }
        int taken = Math.min(room, bytes);
        room -= taken;
        if (taken == 0) {
            refused++;
            throw new FileSystemException(file.toString(), null, writeFault);
        }
        return taken;
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        checkOpen(file);
        return new Channel(file, super.open(file));
    }

    @Override
    public byte[] read(Path file) throws IOException {
        checkOpen(file);
        return super.read(file);
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        if (take(file, content.length) < content.length) {
            refused++;
            throw new FileSystemException(file.toString(), null, writeFault);
        }
        super.replace(file, content);
    }

    /** A channel of the disk; what the journal does not use is passed on as it is. */
    private final class Channel extends FileChannel {
        private final Path file;
        private final FileChannel real;

        private Channel(Path file, FileChannel real) {
            this.file = file;
            this.real = real;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            ByteBuffer part = source.duplicate();
            part.limit(part.position() + take(file, source.remaining()));
            int written = real.write(part, position);
            source.position(source.position() + written);
            return written;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return real.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) {}

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return real.read(target);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            return real.read(targets, offset, length);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return real.write(source);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            return real.write(sources, offset, length);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return real.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            return real.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return real.lock(position, size, shared);
        }

        @Override
        public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }
    }
}
