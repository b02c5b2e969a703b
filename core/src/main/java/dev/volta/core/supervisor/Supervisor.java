package dev.volta.core.supervisor;

import dev.volta.core.remote.Completed;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import java.time.Duration;
import java.util.Map;

/** Keeps services running on one node. What is asked for twice is done once. */
public interface Supervisor {
    /** How it writes down what it runs. */
    UnitFormat format();

    /** Puts down the definition of {@code unit} and starts it; a service of this name that runs already is left alone. */
    void start(ServiceUnit unit) throws InterruptedException;

    /**
     * Stops the service: asks it to end, and ends all its processes once {@code patience} is over. A service that does
     * not run is left alone; what an earlier run of it has left is ended.
     *
     * @throws dev.volta.core.remote.RemoteException if something of it is left
     */
    void stop(String service, Duration patience) throws InterruptedException;

    /** Forgets a service that does not run, with its definition. Its log stays, and what it has left in its folder. */
    void remove(String service) throws InterruptedException;

    /** All services that it knows of, by name. */
    Map<String, ServiceStatus> services() throws InterruptedException;

    /**
     * Shell functions that look at one service on its node, for scripts that ask for more than {@link #services} tells. They
     * set {@code look_every}, and define {@code look} and {@code processes}, as {@code plain-look.sh} tells.
     */
    String functions();

    /** What these functions call {@code service}. */
    String unit(String service);

    /** What a service has printed: the last {@code lines} lines, and with {@code follow} what comes, until interrupted. */
    ExitStatus log(String service, int lines, boolean follow, OutputSink sink) throws InterruptedException;

    /** The last {@code bytes} bytes of what a service has printed, {@link Completed#CAPTURE_LIMIT} at most. */
    Completed logEnd(String service, int bytes) throws InterruptedException;
}
