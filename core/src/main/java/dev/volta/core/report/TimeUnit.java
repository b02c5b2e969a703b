package dev.volta.core.report;

/** The one unit in which all times of a plot are written. */
enum TimeUnit {
    MICROSECONDS("µs", 1e3),
    MILLISECONDS("ms", 1e6),
    SECONDS("s", 1e9),
    MINUTES("min", 60e9);

    private final String symbol;
    private final double nanos;

    TimeUnit(String symbol, double nanos) {
        this.symbol = symbol;
        this.nanos = nanos;
    }

    /** The largest unit of which {@code nanos} holds at least one; minutes from three on. */
    static TimeUnit of(double nanos) {
        if (nanos >= 180e9) {
            return MINUTES;
        }
        return nanos >= 1e9 ? SECONDS : nanos >= 1e6 ? MILLISECONDS : MICROSECONDS;
    }

    String symbol() {
        return symbol;
    }

    double in(long nanoseconds) {
        return in((double) nanoseconds);
    }

    double in(double time) {
        return time / nanos;
    }
}
