package dev.volta.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UninterruptibleTest {
    @Test
    void workThatFailsFailsHereWhateverItThrows() {
        for (var failure : new Throwable[] {new IllegalStateException("no"), new StackOverflowError()}) {
            assertThatThrownBy(() -> Uninterruptible.run("work", () -> {
                        switch (failure) {
                            case RuntimeException e -> throw e;
                            case Error e -> throw e;
                            default -> throw new IllegalArgumentException(failure);
                        }
                    }))
                    .isSameAs(failure);
        }
    }

    @Test
    void anInterruptIsKeptForLater() {
        var done = new AtomicBoolean();
        Thread.currentThread().interrupt();
        Uninterruptible.run("work", () -> done.set(true));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).isTrue();
    }
}
