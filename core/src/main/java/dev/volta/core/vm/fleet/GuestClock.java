package dev.volta.core.vm.fleet;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Sets the clock of a guest that is logged in to, if it is off by more than a second: it stood still for a time. */
public final class GuestClock {
    private static final Duration TOLERATED = Duration.ofSeconds(1);

    private GuestClock() {}

    /**
     * What was found of a clock that was off.
     *
     * @param behind negative if it was ahead
     * @param set whether it is right now; not so if only another user may set it
     */
    public record Found(Duration behind, boolean set) {}

    /** Empty if it was right, or if that cannot be told. */
    public static Optional<Found> correct(Remote guest, InstantSource clock) throws InterruptedException {
        var asked = clock.instant();
        var told = guest.run(Command.of("date", "-u", "+%s.%N"));
        var took = Duration.between(asked, clock.instant());
        var behind = (told.ok() ? instant(told.out().strip()) : Optional.<Instant>empty())
                .map(time -> Duration.between(time, asked.plus(took.dividedBy(2))))
                .filter(by -> by.abs().compareTo(TOLERATED.plus(took)) > 0);
        return behind.isPresent()
                ? Optional.of(new Found(behind.get(), set(guest, clock.instant())))
                : Optional.empty();
    }

    private static boolean set(Remote guest, Instant now) throws InterruptedException {
        return guest.run(Command.of("date", "-s", "@%d.%09d".formatted(now.getEpochSecond(), now.getNano())))
                .ok();
    }

    private static Optional<Instant> instant(String text) {
        try {
            var time = new BigDecimal(text);
            return Optional.of(Instant.ofEpochSecond(
                    time.longValue(),
                    time.remainder(BigDecimal.ONE).movePointRight(9).longValue()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // of a date that has no fractions, for example
        }
    }
}
