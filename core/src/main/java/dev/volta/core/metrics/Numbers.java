package dev.volta.core.metrics;

/** Values as the text formats have them. */
final class Numbers {
    /** Up to here a double holds every whole number. */
    private static final double EXACT = 1L << 53;

    private Numbers() {}

    static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT;
    }

    static String text(double value) {
        if (isWhole(value)) {
            return Long.toString((long) value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
