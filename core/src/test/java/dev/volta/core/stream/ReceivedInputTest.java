package dev.volta.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceivedInputTest {
    private final AtomicInteger consumed = new AtomicInteger();
    private final ReceivedInput input = new ReceivedInput(10_000, consumed::addAndGet);

    @Test
    void putsSmallPiecesTogetherAndCountsThemAll() throws Exception {
        var sent = new ByteArrayOutputStream();
        for (var i = 0; i < 10_000; i++) {
            sent.write(i);
            assertThat(input.add(new byte[] {(byte) i})).isTrue();
        }
        assertThat(input.read(new byte[10_000])).isEqualTo(4096); // one piece
        assertThat(consumed).hasValue(4096);
        input.end();
        var rest = input.readAllBytes();
        assertThat(rest).hasSize(10_000 - 4096).startsWith(sent.toByteArray()[4096]);
        assertThat(consumed).hasValue(10_000);
    }

    @Test
    void takesNoMoreThanAWindowAndNothingAfterTheEnd() throws Exception {
        assertThat(input.add(new byte[10_000])).isTrue();
        assertThat(input.readNBytes(10_000)).hasSize(10_000);
        input.end();
        input.end();
        assertThat(input.add(new byte[1])).isFalse();
        assertThat(input.read()).isEqualTo(-1);
        assertThat(new ReceivedInput(10, _ -> {}).add(new byte[11])).isFalse();
    }

    @Test
    void failsWhereItWasCutAfterWhatCameBefore() throws Exception {
        input.add(new byte[] {1, 2});
        input.cut();
        assertThat(input.add(new byte[] {3})).isTrue(); // it crossed the cut
        assertThat(input.readNBytes(2)).containsExactly(1, 2);
    }

    @Test
    void aCutStreamHasAnEndThatIsNone() {
        input.cut();
        assertThatThrownBy(input::read).isInstanceOf(EOFException.class);
    }
}
