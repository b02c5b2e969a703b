package dev.volta.core.supervisor;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** This machine, on which {@code systemctl(1)} tells of one unit what a test has it tell, and a folder holds the cgroups. */
final class SystemdNode extends ForwardingRemote {
    private final Path programs;
    private final Path cgroups;

    SystemdNode(Path folder) throws IOException {
        super(new LocalRemote(new NodeName("here")));
        programs = Files.createDirectories(folder.resolve("programs"));
        cgroups = folder.resolve("cgroups");
        has("systemctl", """
                case $1 in
                show) cat "$0.properties" ;;
                list-units) sed -n 's/^Id=//p' "$0.properties" ;;
                esac
                """);
        tells(Map.of("ActiveState", "inactive"));
    }

    /** What {@code systemctl show} prints from now on. */
    void tells(Map<String, String> properties) throws IOException {
        var lines = new ArrayList<String>();
        properties.forEach((name, value) -> lines.add(name + "=" + value));
        Files.write(programs.resolve("systemctl.properties"), lines);
    }

    /** Has a program of this name, which is a shell script, before the machine's own. */
    void has(String program, String script) throws IOException {
        var file = Files.writeString(programs.resolve(program), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** Has a cgroup with these processes; as files are, it keeps them when they have ended. */
    void hasCgroup(String name, long... pids) throws IOException {
        var procs = Files.createDirectories(cgroups.resolve(name)).resolve("cgroup.procs");
        Files.write(procs, Arrays.stream(pids).mapToObj(Long::toString).toList());
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        var argv = new ArrayList<>(List.of("env", "PATH=" + programs + ":" + System.getenv("PATH")));
        command.argv().forEach(word -> argv.add(word.replace("/sys/fs/cgroup", cgroups.toString())));
        return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
    }
}
