package dev.volta.hashing.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a file as Linux has it: bytes without a zero byte, in no encoding. The order is that of a
 * {@link TreeWalk}: component by component, each by its unsigned bytes, so everything below {@code a} comes before
 * {@code a.txt}.
 */
public final class RawPath implements Comparable<RawPath> {
    private static final int LONGEST_BRIEF = 512;

    private final byte[] bytes;

    private RawPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}; throws IllegalArgumentException if one of them is zero. */
    public static RawPath of(byte[] bytes) {
        requireNoZero(bytes);
        return new RawPath(bytes.clone());
    }

    private static void requireNoZero(byte[] bytes) {
        for (var b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("a file name has no zero byte");
            }
        }
    }

    /** The next {@code length} bytes of {@code source}; throws IllegalArgumentException if one of them is zero. */
    public static RawPath read(ByteBuffer source, int length) {
        var bytes = new byte[length];
        source.get(bytes);
        requireNoZero(bytes);
        return new RawPath(bytes);
    }

    public void write(ByteBuffer target) {
        target.put(bytes);
    }

    /** {@code bytes} themselves, which have no zero byte and are nobody else's any more. */
    static RawPath ofOwn(byte[] bytes) {
        return new RawPath(bytes);
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException if {@code text} holds U+0000 or a lone surrogate other than U+DC80 to U+DCFF
     */
    public static RawPath parse(String text) {
        return of(EscapedUtf8.encode(text));
    }

    /**
     * This name as UTF-8, with U+DC80 to U+DCFF for the bytes 0x80 to 0xFF that are not UTF-8. It is the encoding of
     * Python's {@code surrogateescape} (PEP 383); {@link #parse} gives the same bytes back.
     */
    public String text() {
        return EscapedUtf8.decode(bytes);
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** The bytes themselves, for callers that only read them. */
    byte[] shared() {
        return bytes;
    }

    /** The entry {@code name} of this directory, with one slash between them unless there is one already. */
    public RawPath resolve(byte[] name) {
        var stem = stemLength();
        var joined = Arrays.copyOf(bytes, stem + name.length);
        if (stem > bytes.length) {
            joined[bytes.length] = '/';
        }
        System.arraycopy(name, 0, joined, stem, name.length);
        return new RawPath(joined);
    }

    /**
     * As a name: one that comes behind it and behind everything below it, and says in words what else does. It stands for
     * the rest of a directory.
     */
    byte[] followers() {
        var words = " and what comes after it".getBytes(StandardCharsets.US_ASCII);
        var joined = Arrays.copyOf(bytes, bytes.length + words.length);
        System.arraycopy(words, 0, joined, bytes.length, words.length);
        return joined;
    }

    /** Whether {@code other} lies below this directory, judged by the names alone. */
    boolean contains(RawPath other) {
        var stem = stemLength();
        return other.bytes.length > stem
                && Arrays.equals(bytes, 0, bytes.length, other.bytes, 0, bytes.length)
                && other.bytes[stem - 1] == '/';
    }

    /** Bytes that this directory's entries have before their own name. */
    private int stemLength() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '/' ? bytes.length : bytes.length + 1;
    }

    /** This name for a terminal: control characters and bytes that are not UTF-8 appear as escapes such as \x1b. */
    public String printable() {
        var shown = new StringBuilder(bytes.length);
        text().codePoints().forEach(c -> {
            if (EscapedUtf8.isEscapedByte(c)) {
                shown.append("\\x%02x".formatted(c & 0xff));
            } else {
                switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        shown.append(c < 0x80 ? "\\x%02x".formatted(c) : "\\u{%x}".formatted(c));
                    default -> shown.appendCodePoint(c);
                }
            }
        });
        return shown.toString();
    }

    @Override
    public int compareTo(RawPath other) {
        var at = Arrays.mismatch(bytes, other.bytes);
        if (at < 0) {
            return 0;
        }
        if (at == bytes.length || at == other.bytes.length) {
            return Integer.compare(bytes.length, other.bytes.length);
        }
        return Integer.compare(rank(bytes[at]), rank(other.bytes[at]));
    }

    /** The slash ends a component, so it comes before every byte that continues one; no name has a zero byte. */
    private static int rank(byte b) {
        return b == '/' ? 0 : Byte.toUnsignedInt(b);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As {@link #printable()}, but no longer than a few lines: the middle of a long name is left out. */
    public String brief() {
        return bytes.length <= LONGEST_BRIEF
                ? printable()
                : new RawPath(Arrays.copyOf(bytes, LONGEST_BRIEF / 2)).printable() + "[… "
                        + (bytes.length - LONGEST_BRIEF) + " bytes …]"
                        + new RawPath(Arrays.copyOfRange(bytes, bytes.length - LONGEST_BRIEF / 2, bytes.length))
                                .printable();
    }

    /** As {@link #brief()}. */
    @Override
    public String toString() {
        return brief();
    }
}
