package dev.volta.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.wire.RawText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {
    private final LocalRemote here = new LocalRemote(new NodeName("here"));

    @TempDir
    private Path folder;

    @Test
    void writesTheLevelToTheKernel() throws Exception {
        var kernelFile = Files.createFile(folder.resolve("drop_caches"));
        var cache = new PageCache(here, new Privilege.AsLoggedIn(), kernelFile.toString());
        cache.drop(Level.ALL);
        assertThat(kernelFile).hasContent("3");
        cache.drop(Level.PAGES);
        assertThat(kernelFile).hasContent("1");
    }

    @Test
    void knowsTheKernelByItsBootId() throws Exception {
        var kernelFile = Files.createFile(folder.resolve("drop_caches"));
        var bootId =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        var cache = new PageCache(here, new Privilege.AsLoggedIn(), kernelFile.toString());
        assertThat(cache.kernel()).isEqualTo(bootId);
    }

    @Test
    void saysWhatIsMissing() {
        var none = folder.resolve("none").toString();
        assertThatThrownBy(() -> new PageCache(here, new Privilege.AsLoggedIn(), none).kernel())
                .isInstanceOf(RemoteException.class)
                .hasMessage("here: " + none + " does not exist there");
    }

    @Test
    void refusesALevelThatTheKernelDoesNotKnow() {
        assertThatThrownBy(() -> Level.of(4)).hasMessageContaining("'4' is no level");
    }

    @Test
    void seesWhichFilesAreInMemory() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/bin/fincore")),
                "skipped: fincore (util-linux-extra or util-linux) is not installed");
        var file = folder.resolve("a file with  spaces");
        Files.write(file, new byte[100_000]);
        Files.createFile(folder.resolve("empty"));
        var files = PageCache.residency(here, List.of(folder.toString()));
        assertThat(files).singleElement().satisfies(seen -> {
            assertThat(seen.path()).isEqualTo(file.toString());
            assertThat(seen.sizeBytes()).isEqualTo(100_000);
            assertThat(seen.residentBytes()).isGreaterThanOrEqualTo(100_000);
        });
    }

    @Test
    void namesThePackageThatHasFincoreInDebian13() throws Exception {
        try (var script = PageCache.class.getResourceAsStream("residency.sh")) {
            var text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            var builder = new ProcessBuilder("/bin/sh", "-c", text, "residency.sh", "/");
            builder.environment().put("PATH", folder.toString());
            var shell = builder.start();
            assertThat(shell.errorReader().readLine())
                    .contains("fincore is missing; install util-linux-extra (Debian 13");
            assertThat(shell.waitFor()).isEqualTo(69);
        }
    }

    @Test
    void namesAreBytes() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/bin/fincore")),
                "skipped: fincore (util-linux-extra or util-linux) is not installed");
        var names = List.of("line\nend ", " blank", "back\\slash", "esc\\x0aape", "caf\udce9", "tab\t", "ümläut");
        for (var name : names) {
            Files.write(RawText.path(folder + "/" + name), new byte[5000]);
        }
        assertThat(PageCache.residency(here, List.of(folder.toString())))
                .extracting(Residency::path)
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> folder + "/" + name).toList());
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> PageCache.residency(here, List.of("/no/such/file")))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("/no/such/file: no such file");
    }
}
