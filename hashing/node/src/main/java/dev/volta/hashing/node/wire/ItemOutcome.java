package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.FileOutcome;

/** The outcome of one file of a lease. */
public record ItemOutcome(long index, FileOutcome outcome) {
    static final int LEAST_BYTES = 11;
    private static final int HASHED = 0;

    void write(PayloadWriter out) {
        out.u64(index);
        switch (outcome) {
            case FileOutcome.Hashed hashed ->
                out.u8(HASHED).bytes16(hashed.digest()).u64(hashed.size());
            case FileOutcome.Failed failed -> out.u8(failed.reason().code()).detail(failed.detail());
        }
    }

    static ItemOutcome read(PayloadReader in) throws ProtocolException {
        long index = in.u64();
        int status = in.u8();
        return new ItemOutcome(
                index,
                status == HASHED
                        ? new FileOutcome.Hashed(in.bytes16(), in.u64())
                        : new FileOutcome.Failed(EnumCodes.failure(status), in.text()));
    }
}
