package dev.volta.core.launcher;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A launcher that runs, and a client to it. */
public final class LauncherProcess implements AutoCloseable {
    /** Its limit of open files, since a JVM that runs tests has raised its own. */
    public static final int OPEN_FILES = 200;

    private final Process process;
    private final OutputStream out;
    private final InputStream in;
    private final LauncherReply.Opened opened;

    private LauncherProcess(ProcessBuilder builder, LauncherRequest.Open open) throws IOException {
        process = builder.redirectError(Redirect.INHERIT).start();
        out = process.getOutputStream();
        in = new BufferedInputStream(process.getInputStream());
        send(open);
        opened = (LauncherReply.Opened) receive();
    }

    /** One from the classes that are tested. */
    public static LauncherProcess start(LauncherRequest.Open open) throws IOException {
        return new LauncherProcess(fromClasses(), open);
    }

    /** The same with another variable in its environment. */
    public static LauncherProcess start(LauncherRequest.Open open, String name, String value) throws IOException {
        var builder = fromClasses();
        builder.environment().put(name, value);
        return new LauncherProcess(builder, open);
    }

    /** Not yet started, and without a client. */
    public static ProcessBuilder fromClasses() {
        return command("-cp", System.getProperty("java.class.path"), "dev.volta.core.launcher.node.LauncherMain");
    }

    /** One from a jar. */
    static LauncherProcess start(Path jar, LauncherRequest.Open open) throws IOException {
        return new LauncherProcess(command("-jar", jar.toString()), open);
    }

    private static ProcessBuilder command(String... program) {
        var command = new ArrayList<String>();
        command.addAll(List.of("sh", "-c", "ulimit -Sn " + OPEN_FILES + "; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LauncherProgram.JAVA_OPTIONS);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(program));
        return new ProcessBuilder(command);
    }

    public static LauncherRequest.Open open(String name) {
        return new LauncherRequest.Open(LauncherMessage.PROTOCOL, name, LaunchLimits.NONE, 1 << 16, Optional.empty());
    }

    public LauncherReply.Opened opened() {
        return opened;
    }

    public void send(LauncherRequest request) throws IOException {
        LauncherCodec.write(out, request);
    }

    public LauncherReply receive() throws IOException {
        return LauncherCodec.readReply(in)
                .orElseThrow(() -> new IOException("the launcher ended its output without an answer"));
    }

    public LauncherReply.Ended run(Launch launch) throws IOException {
        send(launch);
        return (LauncherReply.Ended) receive();
    }

    public Process process() {
        return process;
    }

    /** Ends its input. */
    public void hangUp() throws IOException {
        out.close();
    }

    /** Closes the conversation, and returns the exit status. */
    public int end() throws IOException, InterruptedException {
        send(new LauncherRequest.Close());
        return process.waitFor();
    }

    @Override
    public void close() throws IOException {
        hangUp();
        process.onExit().join();
    }
}
