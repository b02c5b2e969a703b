package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.engine.WalkEntry.Kind;

/** One entry of a walk as it travels, as it lies in the journal too; {@code root} is its root's position in the job. */
public record ListedEntry(int root, WalkEntry entry) {
    static final int LEAST_BYTES = 16;

    public RawPath path() {
        return entry.path();
    }

    public long size() {
        return entry.size();
    }

    /** Whether there is content to digest. */
    public boolean isDigestible() {
        return entry.kind() == Kind.FILE;
    }

    public void write(PayloadWriter out) {
        Failure failure = entry.failure();
        out.u16(root).u8(EnumCodes.code(entry.kind())).u8(failure == null ? 0 : failure.code());
        out.u64(entry.size()).path(entry.path());
        if (failure != null) {
            out.detail(entry.detail());
        }
    }

    public static ListedEntry read(PayloadReader in) throws ProtocolException {
        int root = in.u16();
        Kind kind = EnumCodes.kind(in.u8());
        int failureCode = in.u8();
        Failure failure = failureCode == 0 ? null : EnumCodes.failure(failureCode);
        if ((failure != null) != (kind == Kind.FAILED)) {
            throw PayloadReader.malformed("a " + kind + " entry with failure " + failure);
        }
        long size = in.u64();
        RawPath path = in.path();
        return new ListedEntry(root, new WalkEntry(path, kind, size, failure, failure == null ? "" : in.text()));
    }
}
