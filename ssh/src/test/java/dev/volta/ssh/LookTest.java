package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node does before a file is sent to it. */
class LookTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"000, rwxr-xr-x", "002, rwxr-xr-x", "077, rwx------"})
    void onlyTheOwnerCanChangeTheFoldersThatItMakes(String umask, String mode) throws Exception {
        var login = new ForwardingRemote(new LocalRemote(new NodeName("here"))) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
                argv.addAll(command.argv());
                return super.run(command.withArgv(argv), sink);
            }
        };
        var target = folder.resolve("install/1/a.jar");
        NodeScript.look(login, target.toString(), target + ".part", 1);
        for (var made : List.of(target.getParent(), folder.resolve("install"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo(mode);
        }
    }
}
