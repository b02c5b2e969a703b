package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningQemuTest {
    @TempDir
    Path folder;

    @Test
    void seesTheFilesBehindADescriptorThatIsClosedMeanwhile() throws IOException {
        var disk = Files.createFile(folder.resolve(VmFiles.DISK));
        var open = Files.createSymbolicLink(folder.resolve("8"), disk);
        var files = new ArrayList<RunningQemu.OpenFile>();
        RunningQemu.addTo(files, List.of(folder.resolve("7"), open), VmFiles.DISK);
        assertThat(files)
                .singleElement()
                .satisfies(file -> assertThat(file.path()).isEqualTo(disk));
    }
}
