package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.journal.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The real disk, without waiting for it: for tests that write thousands of journals. */
class LooseDisk implements Disk {
    @Override
    public FileChannel open(Path file) throws IOException {
        return Disk.REAL.open(file);
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return Disk.REAL.read(file);
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        Disk.REAL.replaceLoosely(file, content);
    }

    @Override
    public void replaceLoosely(Path file, byte[] content) throws IOException {
        Disk.REAL.replaceLoosely(file, content);
    }
}
