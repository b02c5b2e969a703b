package dev.volta.hashing.engine.manifest;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How a manifest is written; byte for byte as {@code sha256sum} does.
 *
 * <pre>
 * HASH  NAME\n              the GNU form
 * HASH *NAME\n              the same of a file that is read as binary
 * SHA256 (NAME) = HASH\n    the BSD form
 * \HASH  NAME\n             either form when NAME holds \n, \r or \: it is written with \\n, \\r and \\\\
 * HASH  NAME\0              zero-terminated: NAME is never escaped
 * </pre>
 *
 * XXH3 is always in the BSD form, as {@code xxhsum -H3} writes it: a bare hash of 16 digits is XXH64 to {@code xxhsum
 * -c}.
 *
 * @param tagged whether lines are in the BSD form, which names the algorithm
 * @param zeroTerminated whether a zero byte ends each line
 * @param binary whether the GNU form marks files as read as binary, which on POSIX systems changes nothing else
 */
public record ManifestFormat(boolean tagged, boolean zeroTerminated, boolean binary) {
    public static final ManifestFormat GNU = new ManifestFormat(false, false, false);

    /** Writes one line. {@code out} should be buffered. */
    public void write(OutputStream out, Algorithm algorithm, byte[] digest, RawPath path) throws IOException {
        var name = path.bytes();
        var hash = ascii(HexFormat.of().formatHex(digest));
        if (!zeroTerminated && EscapedName.isNeeded(name)) {
            out.write('\\');
            name = EscapedName.escape(name);
        }
        if (tagged || algorithm == Algorithm.XXH3) {
            out.write(ascii(algorithm.name() + " ("));
            out.write(name);
            out.write(ascii(") = "));
            out.write(hash);
        } else {
            out.write(hash);
            out.write(ascii(binary ? " *" : "  "));
            out.write(name);
        }
        out.write(zeroTerminated ? 0 : '\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
