package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestStateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ACTIVE = "{\"return\": {\"status\": \"active\"}}\n";
    private static final String COMPLETED = "{\"return\": {\"status\": \"completed\"}}\n";

    @TempDir
    Path folder;

    @Test
    void leavesTheMemoryOutAndWaitsForTheEnd() throws Exception {
        try (var qemu = FakeQmp.start(socket(), FakeQmp.DONE, FakeQmp.DONE, ACTIVE, COMPLETED);
                var client = QmpClient.connect(socket(), PATIENCE)) {
            GuestState.save(client, Path.of("/it's/state.bin"), PATIENCE);
            assertThat(qemu.asked())
                    .containsExactly(
                            "{\"execute\":\"qmp_capabilities\"}",
                            "{\"execute\":\"migrate-set-capabilities\",\"arguments\":{\"capabilities\":"
                                    + "[{\"capability\":\"x-ignore-shared\",\"state\":true}]}}",
                            "{\"execute\":\"migrate\",\"arguments\":"
                                    + "{\"uri\":\"exec:cat > '/it'\\\\''s/state.bin'\"}}",
                            "{\"execute\":\"query-migrate\"}",
                            "{\"execute\":\"query-migrate\"}");
        }
    }

    @Test
    void tellsWhyAStateCannotBeLoaded() throws Exception {
        var failed = "{\"return\": {\"status\": \"failed\", \"error-desc\": \"Unknown section\"}}\n";
        try (var _ = FakeQmp.start(socket(), FakeQmp.DONE, FakeQmp.DONE, failed);
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThatThrownBy(() -> GuestState.load(client, Path.of("/t/state.bin"), PATIENCE))
                    .isInstanceOf(VmException.class)
                    .hasMessage("QEMU failed at migrate-incoming: Unknown section");
        }
    }

    @Test
    void doesNotWaitForever() throws Exception {
        try (var _ = FakeQmp.start(socket(), FakeQmp.DONE, FakeQmp.DONE, ACTIVE, ACTIVE);
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThatThrownBy(() -> GuestState.load(client, Path.of("/t/state.bin"), Duration.ZERO))
                    .hasMessageContaining("has not finished migrate-incoming");
        }
    }

    private Path socket() {
        return folder.resolve("qmp.sock");
    }
}
