package dev.volta.core.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The version of a QEMU.
 *
 * @param text all that it says in its first line
 */
public record QemuVersion(int major, int minor, String text) {
    private static final Pattern LINE = Pattern.compile("QEMU emulator version (\\d+)\\.(\\d+)\\b.*");
    private static final int OLDEST = 7;
    private static final Map<String, QemuVersion> KNOWN = new ConcurrentHashMap<>();

    /**
     * Of the program that runs guests of this architecture; it is asked once.
     *
     * @throws VmException if it is missing or too old
     */
    public static QemuVersion of(GuestArchitecture architecture) {
        return KNOWN.computeIfAbsent(architecture.program(), program -> parse(program, ask(program)));
    }

    private static String ask(String program) {
        try {
            var process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw QemuProcess.notRun(program, e);
        }
    }

    static QemuVersion parse(String program, String said) {
        var line = said.lines().findFirst().orElse("");
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new VmException(program + " --version says '" + line + "', which is no version of QEMU");
        }
        var version = new QemuVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), line);
        if (version.major < OLDEST) {
            throw new VmException("%s is QEMU %d.%d; %d.0 or newer is wanted"
                    .formatted(program, version.major, version.minor, OLDEST));
        }
        return version;
    }

    /** How a socket's client is told to connect again a second after it lost its server. */
    String reconnect() {
        return major > 9 || (major == 9 && minor >= 2) ? "reconnect-ms=1000" : "reconnect=1";
    }
}
