package dev.volta.hashing.node.process;

import java.io.IOException;
import java.nio.file.Path;

/** Another user who listens on a socket of this one; only root can make him. */
public record Stranger(Process process) implements AutoCloseable {
    private static final int UID = 12345;

    /** Binds as root, listens as somebody else: whoever listens is the peer (unix(7)). */
    private static final String LISTENS_AS_SOMEBODY_ELSE = """
            import os, socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.bind(sys.argv[1])
            os.setuid(int(sys.argv[2]))
            s.listen()
            print('listens', flush=True)
            while True:
                s.accept()[0].recv(1)
            """;

    public static Stranger listen(Path socket) throws IOException {
        Process process = new ProcessBuilder("python3", "-c", LISTENS_AS_SOMEBODY_ELSE, socket.toString(), "" + UID)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = process.inputReader().readLine();
        if (!"listens".equals(said)) {
            process.destroyForcibly();
            throw new IOException("it does not listen: " + said);
        }
        return new Stranger(process);
    }

    public int uid() {
        return UID;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
