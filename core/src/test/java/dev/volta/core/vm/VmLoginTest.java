package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmLoginTest {
    private static final NodeName NODE = new NodeName("node1");

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void makesAHostKeyAnewThatACrashHasLeftEmpty() throws Exception {
        var first = login().hostKey(NODE, told::add);
        assertThat(login().hostKey(NODE, told::add).publicKey()).isEqualTo(first.publicKey());
        assertThat(told).isEmpty();
        var file = folder.resolve("vms/node1/host_key");
        Files.write(file, new byte[0]);
        var second = login().hostKey(NODE, told::add);
        assertThat(told).containsExactly("node1: its host key was damaged, and was made anew: " + file);
        assertThat(second.publicKey()).isNotEqualTo(first.publicKey());
        assertThat(login().hostKey(NODE, told::add).publicKey()).isEqualTo(second.publicKey());
    }

    @Test
    void namesAHostKeyThatIsSomethingElse() throws Exception {
        login().hostKey(NODE, told::add);
        var file = Files.writeString(folder.resolve("vms/node1/host_key"), "nonsense");
        assertThatThrownBy(() -> login().hostKey(NODE, told::add))
                .isInstanceOf(VmException.class)
                .hasMessage("node1: its host key cannot be read: " + file
                        + ": no private key of OpenSSH; remove it, and another is made");
        assertThat(file).hasContent("nonsense");
    }

    @Test
    void makesTheLoginKeyAnewOnlyIfNoMachineKnowsIt() throws Exception {
        login().loginKey(List.of(), told::add);
        var file = folder.resolve("vms/id_ed25519");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> login().loginKey(List.of(NODE, new NodeName("node2")), told::add))
                .isInstanceOf(VmException.class)
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith("volta vm down -l node1,node2");
        assertThat(told).isEmpty();
        login().loginKey(List.of(), told::add);
        assertThat(told).containsExactly("the key that logs in to machines was damaged, and was made anew: " + file);
    }

    private VmLogin login() {
        return new VmLogin(folder);
    }

    @Test
    void doesNotWaitForAKeyThatIsAFifo() throws Exception {
        var vms = Files.createDirectories(folder.resolve("vms"));
        Files.createDirectory(vms.resolve("node1"));
        for (var name : List.of("node1/host_key", "id_ed25519")) {
            assertThat(new ProcessBuilder("mkfifo", vms.resolve(name).toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
        assertThatThrownBy(() -> login().hostKey(NODE, told::add))
                .isInstanceOf(VmException.class)
                .hasMessage("node1: its host key cannot be read: " + vms.resolve("node1/host_key")
                        + ": it is a FIFO and no regular file; remove it, and another is made");
        assertThatThrownBy(() -> login().loginKey(List.of(NODE), told::add))
                .isInstanceOf(VmException.class)
                .hasMessageContaining("it is a FIFO and no regular file");
    }
}
