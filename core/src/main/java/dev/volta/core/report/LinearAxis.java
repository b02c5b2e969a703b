package dev.volta.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear scale with about {@code wanted} ticks at round numbers (1, 2 or 5 times a power of ten; the loose labels of P.
 * Heckbert, Nice Numbers for Graph Labels, Graphics Gems, 1990).
 */
record LinearAxis(double low, double high, double step, double from, double to) implements Axis {
    static LinearAxis over(double min, double max, int wanted, double from, double to) {
        var margin = max > min ? (max - min) * 0.04 : Math.max(Math.abs(max) * 0.05, 1e-9);
        var step = round((max - min + 2 * margin) / wanted);
        return new LinearAxis(min - margin, max + margin, step, from, to);
    }

    static LinearAxis fromZero(double max, int wanted, double from, double to) {
        var shown = max > 0 ? max * 1.04 : 1;
        return new LinearAxis(0, shown, round(shown / wanted), from, to);
    }

    @Override
    public double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    @Override
    public List<Double> ticks() {
        var ticks = new ArrayList<Double>();
        for (var i = Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    @Override
    public String label(double tick) {
        var decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick + 0.0);
    }

    private static double round(double rough) {
        var power = Math.pow(10, Math.floor(Math.log10(rough)));
        var lead = rough / power;
        return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power;
    }
}
