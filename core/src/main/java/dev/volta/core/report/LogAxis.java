package dev.volta.core.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic scale: equal ratios have equal lengths. A narrow one has the ticks of a linear scale, a wide one those at 1,
 * 2 and 5 times powers of ten, and a very wide one powers of ten alone.
 */
record LogAxis(double low, double high, LinearAxis narrow, double from, double to) implements Axis {
    /** The ratio of the ends from which on a scale is wide, and very wide. */
    private static final double WIDE = 5;

    private static final double VERY_WIDE = 2000;

    static LogAxis over(double min, double max, int wanted, double from, double to) {
        var margin = max > min ? Math.pow(max / min, 0.04) : 1.05;
        return new LogAxis(min / margin, max * margin, LinearAxis.over(min, max, wanted, from, to), from, to);
    }

    @Override
    public double at(double value) {
        return from + Math.log(value / low) / Math.log(high / low) * (to - from);
    }

    @Override
    public List<Double> ticks() {
        if (high / low < WIDE) {
            return narrow.ticks().stream().filter(this::shows).toList();
        }
        var leads = high / low < VERY_WIDE ? List.of(1, 2, 5) : List.of(1);
        var ticks = new ArrayList<Double>();
        for (var power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (var lead : leads) {
                ticks.add(lead * Math.pow(10, power));
            }
        }
        return ticks.stream().filter(this::shows).toList();
    }

    private boolean shows(double tick) {
        return tick >= low && tick <= high;
    }

    @Override
    public String label(double tick) {
        return high / low < WIDE
                ? narrow.label(tick)
                : new BigDecimal(tick, MathContext.DECIMAL32)
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
