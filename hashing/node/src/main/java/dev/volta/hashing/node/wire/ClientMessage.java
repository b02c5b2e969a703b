package dev.volta.hashing.node.wire;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import java.util.ArrayList;
import java.util.List;

/** What a client asks and what the controller answers. */
public sealed interface ClientMessage extends Message {

    /**
     * Start this job, or attach to it. PROGRESS frames follow until COMPLETED or JOB_FAILED.
     *
     * @param known whether the client has heard of the job before, so that it must not begin anew
     */
    record Submit(JobSpec spec, boolean known) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.SUBMIT;
        }

        @Override
        public void write(PayloadWriter out) {
            JobShapes.write(out, spec);
            out.flag(known);
        }

        static Submit read(PayloadReader in) throws ProtocolException {
            return new Submit(JobShapes.readSpec(in), in.flag());
        }
    }

    record Progress(JobProgress progress) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.PROGRESS;
        }

        @Override
        public void write(PayloadWriter out) {
            JobShapes.write(out, progress);
        }

        static Progress read(PayloadReader in) throws ProtocolException {
            return new Progress(JobShapes.readProgress(in));
        }
    }

    record Completed(JobSummary summary) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.COMPLETED;
        }

        @Override
        public void write(PayloadWriter out) {
            JobShapes.write(out, summary);
        }

        static Completed read(PayloadReader in) throws ProtocolException {
            return new Completed(JobShapes.readSummary(in));
        }
    }

    record JobFailed(String reason) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.JOB_FAILED;
        }

        @Override
        public void write(PayloadWriter out) {
            out.text(reason);
        }

        static JobFailed read(PayloadReader in) throws ProtocolException {
            return new JobFailed(in.text());
        }
    }

    /** Send one page of results, starting here. */
    record Fetch(JobId job, PageStart start) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.FETCH;
        }

        @Override
        public void write(PayloadWriter out) {
            out.text(job.value());
            start.write(out);
        }

        static Fetch read(PayloadReader in) throws ProtocolException {
            return new Fetch(JobShapes.readId(in), PageStart.read(in));
        }
    }

    /** {@code next} is where the next page starts; {@code last} says that there is none. */
    record Page(PageStart next, boolean last, List<JobResult> results) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.PAGE;
        }

        @Override
        public void write(PayloadWriter out) {
            next.write(out);
            out.flag(last).u16(results.size());
            results.forEach(result -> JobShapes.write(out, result));
        }

        static Page read(PayloadReader in) throws ProtocolException {
            PageStart next = PageStart.read(in);
            boolean last = in.flag();
            int count = in.count(8);
            List<JobResult> results = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                results.add(JobShapes.readResult(in));
            }
            return new Page(next, last, results);
        }
    }

    /** Stop the job if it runs, and delete its files; whoever follows it is told. DONE answers. */
    record Cancel(JobId job) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.CANCEL;
        }

        @Override
        public void write(PayloadWriter out) {
            out.text(job.value());
        }

        static Cancel read(PayloadReader in) throws ProtocolException {
            return new Cancel(JobShapes.readId(in));
        }
    }

    /** Stop the job if it runs and delete its files. DONE answers, also when there is no such job. */
    record Forget(JobId job) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.FORGET;
        }

        @Override
        public void write(PayloadWriter out) {
            out.text(job.value());
        }

        static Forget read(PayloadReader in) throws ProtocolException {
            return new Forget(JobShapes.readId(in));
        }
    }

    /** How many workers are connected? PRESENT answers. */
    record Attendance() implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.ATTENDANCE;
        }

        @Override
        public void write(PayloadWriter out) {}
    }

    record Present(int workers) implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.PRESENT;
        }

        @Override
        public void write(PayloadWriter out) {
            out.u16(workers);
        }

        static Present read(PayloadReader in) throws ProtocolException {
            return new Present(in.u16());
        }
    }

    record Done() implements ClientMessage {
        @Override
        public MessageType type() {
            return MessageType.DONE;
        }

        @Override
        public void write(PayloadWriter out) {}
    }
}
