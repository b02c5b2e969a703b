package dev.volta.core.supervisor;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A supervisor of one service in a time of its own, which goes by only while {@code gate.sh} sleeps. Its program was started
 * when that time began, always runs for {@code run}, and ends with {@code status}; if that is not 0 it is started again
 * after the pauses that {@code watch.sh} makes.
 */
record ManualClockSupervisor(Remote remote, Path clock, Duration run, int status) implements Supervisor {
    private static final String LOG = "no licence\n";

    static ManualClockSupervisor of(Remote remote, Path folder, Duration run, int status) throws IOException {
        return new ManualClockSupervisor(remote, Files.writeString(folder.resolve("clock"), "0\n"), run, status);
    }

    /** Lets so much time go by. */
    void pass(Duration time) throws IOException {
        var now = Long.parseLong(Files.readString(clock).strip());
        Files.writeString(clock, now + time.toMillis() / 10 + "\n");
    }

    @Override
    public String functions() {
        return new PlainSupervisor(remote, "/none", "/none").functions()
                + """
                hundredths() {
                    read -r now <%1$s
                }
                sleep() {
                    hundredths
                    echo $((now + ${1%%.*} * 100 + 1${1#*.} - 100)) >%1$s
                }
                look() {
                    hundredths
                    state=running pid=$$ restarts=0 rest=0 began=0 status=
                    while [ $((began + %2$d)) -le "$now" ]; do
                        status=%3$d
                        [ $status -ne 0 ] || { state=stopped pid='' up=0 && return; }
                        [ $restarts -eq 0 ] || [ $rest -ge 500 ] || rest=$((rest + 100))
                        restarts=$((restarts + 1)) began=$((began + %2$d + rest))
                    done
                    up=$((now - began))
                    [ $up -ge 0 ] || state=waiting up=0
                }
                variables_of() {
                    variables_file=/dev/null
                }
                """.formatted(clock, run.toMillis() / 10, status);
    }

    @Override
    public String unit(String service) {
        return service;
    }

    @Override
    public Completed logEnd(String service, int bytes) {
        return new Completed(
                remote.node(),
                Command.of("log"),
                new ExitStatus.Exited(0),
                LOG.getBytes(StandardCharsets.UTF_8),
                new byte[0]);
    }

    @Override
    public UnitFormat format() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(ServiceUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stop(String service, Duration patience) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String service) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, ServiceStatus> services() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ExitStatus log(String service, int lines, boolean follow, OutputSink sink) {
        throw new UnsupportedOperationException();
    }
}
