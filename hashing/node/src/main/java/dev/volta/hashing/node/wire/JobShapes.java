package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobProgress.WorkerRate;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.JobSummary.WorkerShare;
import dev.volta.hashing.node.job.Root;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The payloads that several frames share, or that are long. */
final class JobShapes {
    private static final int HASHED = 0;
    private static final int FAILED = 1;
    private static final int SKIPPED = 2;

    private JobShapes() {}

    static JobId readId(PayloadReader in) throws ProtocolException {
        try {
            return new JobId(in.text());
        } catch (IllegalArgumentException e) {
            throw PayloadReader.malformed(String.valueOf(e.getMessage()));
        }
    }

    static void write(PayloadWriter out, JobSpec spec) {
        out.text(spec.id().value()).text(spec.algorithm().id()).u8(EnumCodes.code(spec.symlinks()));
        out.u32(spec.limits().files())
                .u64(spec.limits().bytes())
                .u16(spec.roots().size());
        spec.roots().forEach(root -> out.text(root.node()).path(root.path()));
        writePaths(out, spec.excluded());
    }

    static JobSpec readSpec(PayloadReader in) throws ProtocolException {
        JobId id = readId(in);
        var algorithm = EnumCodes.algorithm(in.text());
        var symlinks = EnumCodes.symlinks(in.u8());
        int files = in.u32();
        long bytes = in.u64();
        int count = in.count(6);
        List<Root> roots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            roots.add(new Root(in.text(), in.path()));
        }
        List<RawPath> excluded = readPaths(in);
        try {
            return new JobSpec(id, algorithm, symlinks, roots, excluded, new BatchLimits(files, bytes));
        } catch (IllegalArgumentException e) {
            throw PayloadReader.malformed(String.valueOf(e.getMessage()));
        }
    }

    static void writePaths(PayloadWriter out, List<RawPath> paths) {
        out.u16(paths.size());
        paths.forEach(out::path);
    }

    static List<RawPath> readPaths(PayloadReader in) throws ProtocolException {
        int count = in.count(4);
        List<RawPath> paths = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            paths.add(in.path());
        }
        return paths;
    }

    static void write(PayloadWriter out, JobProgress progress) {
        out.u64(progress.filesListed()).u64(progress.bytesListed()).flag(progress.listingComplete());
        out.u64(progress.filesDone()).u64(progress.bytesDone()).u64(progress.failed());
        out.text(progress.waitsFor());
        out.u16(progress.workers().size());
        progress.workers()
                .forEach(worker -> out.text(worker.worker())
                        .text(worker.node())
                        .u64(worker.files())
                        .u64(worker.bytes())
                        .u64(worker.bytesPerSecond()));
    }

    static JobProgress readProgress(PayloadReader in) throws ProtocolException {
        long filesListed = in.u64();
        long bytesListed = in.u64();
        boolean listingComplete = in.flag();
        long filesDone = in.u64();
        long bytesDone = in.u64();
        long failed = in.u64();
        String waitsFor = in.text();
        int count = in.count(28);
        List<WorkerRate> workers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            workers.add(new WorkerRate(in.text(), in.text(), in.u64(), in.u64(), in.u64()));
        }
        return new JobProgress(
                filesListed, bytesListed, listingComplete, filesDone, bytesDone, failed, waitsFor, workers);
    }

    static void write(PayloadWriter out, JobResult result) {
        switch (result) {
            case JobResult.Hashed hashed ->
                out.u8(HASHED)
                        .u16(hashed.root())
                        .path(hashed.path())
                        .u64(hashed.size())
                        .bytes16(hashed.digest());
            case JobResult.Failed failed ->
                out.u8(FAILED)
                        .u16(failed.root())
                        .path(failed.path())
                        .u8(failed.reason().code())
                        .detail(failed.detail());
            case JobResult.Skipped skipped ->
                out.u8(SKIPPED).u16(skipped.root()).path(skipped.path()).u8(EnumCodes.code(skipped.kind()));
        }
    }

    static JobResult readResult(PayloadReader in) throws ProtocolException {
        int status = in.u8();
        int root = in.u16();
        var path = in.path();
        return switch (status) {
            case HASHED -> new JobResult.Hashed(root, path, in.u64(), in.bytes16());
            case FAILED -> new JobResult.Failed(root, path, EnumCodes.failure(in.u8()), in.text());
            case SKIPPED -> new JobResult.Skipped(root, path, EnumCodes.kind(in.u8()));
            default -> throw PayloadReader.malformed("result status " + status + " is not defined");
        };
    }

    static void write(PayloadWriter out, JobSummary summary) {
        out.u64(summary.files()).u64(summary.bytes());
        out.u8(summary.failures().size());
        summary.failures().forEach((failure, count) -> out.u8(failure.code()).u64(count));
        out.u8(summary.skipped().size());
        summary.skipped().forEach((kind, count) -> out.u8(EnumCodes.code(kind)).u64(count));
        out.u64(summary.wallNanos()).u64(summary.workerCpuNanos()).u64(summary.controllerCpuNanos());
        out.u16(summary.workers().size());
        summary.workers()
                .forEach(share -> out.text(share.worker())
                        .text(share.node())
                        .u64(share.files())
                        .u64(share.bytes())
                        .u64(share.busyNanos())
                        .u64(share.cpuNanos()));
        out.u64(summary.requeuedItems()).u64(summary.duplicateResults()).u32(summary.recoveries());
        out.u64(summary.waitedNanos());
    }

    static JobSummary readSummary(PayloadReader in) throws ProtocolException {
        long files = in.u64();
        long bytes = in.u64();
        Map<Failure, Long> failures = new EnumMap<>(Failure.class);
        for (int left = in.u8(); left > 0; left--) {
            failures.put(EnumCodes.failure(in.u8()), in.u64());
        }
        Map<Kind, Long> skipped = new EnumMap<>(Kind.class);
        for (int left = in.u8(); left > 0; left--) {
            skipped.put(EnumCodes.kind(in.u8()), in.u64());
        }
        long wallNanos = in.u64();
        long workerCpuNanos = in.u64();
        long controllerCpuNanos = in.u64();
        int count = in.count(36);
        List<WorkerShare> workers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            workers.add(new WorkerShare(in.text(), in.text(), in.u64(), in.u64(), in.u64(), in.u64()));
        }
        return new JobSummary(
                files,
                bytes,
                failures,
                skipped,
                wallNanos,
                workerCpuNanos,
                controllerCpuNanos,
                workers,
                in.u64(),
                in.u64(),
                in.u32(),
                in.u64());
    }
}
