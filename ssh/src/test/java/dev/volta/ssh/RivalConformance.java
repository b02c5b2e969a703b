package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What becomes of a target when two send it at the same time, over connections of this process. */
interface RivalConformance extends TransferConformance {
    @Test
    default void neverPublishesTheHalfThatSomebodyElseSends() throws Exception {
        var source = randomFile("large", 3_000_000, 15);
        var upload = new Upload(source, folder().resolve("there").toString(), 0600);
        try (var one = PausedUpload.start(connect(), upload, 1_000_000)) {
            // Its size and its hash, taken one after the other while it grows, do not belong together.
            Files.write(one.partial(), new byte[1], StandardOpenOption.APPEND);
            try (var other = PausedUpload.start(connect(), upload, 500_000)) {
                assertThat(one.end()).isEqualTo(Upload.Outcome.SENT);
                assertThat(Files.mismatch(source, Path.of(upload.target()))).isEqualTo(-1);
                assertThat(other.end()).isEqualTo(Upload.Outcome.SENT);
            }
        }
        assertThat(Files.mismatch(source, Path.of(upload.target()))).isEqualTo(-1);
        assertThat(folder().toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    default void twoMayGoOnWithTheSamePartialFile() throws Exception {
        var source = randomFile("large", 3_000_000, 16);
        var upload = new Upload(source, folder().resolve("there").toString(), 0600);
        try (var one = PausedUpload.start(connect(), upload, 1_000_000)) {
            var first = new AtomicLong(-1);
            try (var remote = connect()) {
                assertThat(remote.upload(upload, (bytes, total) -> first.compareAndSet(-1, bytes)))
                        .isEqualTo(Upload.Outcome.SENT);
            }
            assertThat(first).hasPositiveValue();
            assertThat(Files.mismatch(source, Path.of(upload.target()))).isEqualTo(-1);
            assertThat(one.end()).isEqualTo(Upload.Outcome.SENT);
        }
        assertThat(Files.mismatch(source, Path.of(upload.target()))).isEqualTo(-1);
    }

    @Test
    default void saysWhenWhatHadArrivedWasTakenAway() throws Exception {
        var source = randomFile("large", 3_000_000, 17);
        var upload = new Upload(source, folder().resolve("there").toString(), 0600);
        try (var one = PausedUpload.start(connect(), upload, 1_000_000)) {
            Files.delete(one.partial());
            Files.writeString(one.partial(), "somebody else's beginning");
            assertThatThrownBy(one::end)
                    .hasRootCauseInstanceOf(RemoteException.class)
                    .hasMessageContaining("removed or replaced during the upload; upload again");
        }
        assertThat(Path.of(upload.target())).doesNotExist();
    }
}
