package dev.volta.ssh.hostkeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Files of known hosts that count for some hosts only, each read once as long as it stays the same. */
final class ReadFiles {
    private final Map<Path, ReadFile> files = new ConcurrentHashMap<>();

    /** What was read, and where to find a host in it. */
    record ReadFile(String state, KnownHosts hosts, PinIndex pins) {
        private static ReadFile of(Path file) {
            var state = stateOf(file);
            var hosts = KnownHosts.read(file);
            return new ReadFile(state, hosts, new PinIndex(hosts.pins()));
        }
    }

    ReadFile of(Path file) {
        return files.compute(
                file, (_, known) -> known != null && known.state().equals(stateOf(file)) ? known : ReadFile.of(file));
    }

    private static String stateOf(Path file) {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.fileKey() + "," + found.size() + "," + found.lastModifiedTime();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
