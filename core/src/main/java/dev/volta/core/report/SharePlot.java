package dev.volta.core.report;

import dev.volta.core.facts.Fact;
import dev.volta.core.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What each part of the fleet carried and how long it was busy: uneven dispatch, stragglers, idle workers. */
final class SharePlot {
    private static final int WIDTH = 880;
    private static final int ROW = 26;
    private static final int BAR = 14;
    private static final int TOP = 30;
    private static final int AMOUNT = 170;
    private static final int BUSY = 545;
    private static final int LENGTH = 255;
    /** As many bars as fit on a page; of a larger fleet the ends of the order are shown, where the trouble is. */
    static final int SHOWN = 48;

    private SharePlot() {}

    private static List<ShareTotal> shown(List<ShareTotal> shares, Quantity carried) {
        if (shares.size() <= SHOWN) {
            return shares;
        }
        var byAmount = new ArrayList<>(shares);
        byAmount.sort(Comparator.comparingDouble((ShareTotal share) -> amount(share, carried))
                .reversed());
        byAmount.subList(SHOWN / 2, byAmount.size() - SHOWN / 2).clear();
        return byAmount;
    }

    /** For the length of a bar alone: what is unavailable has none. */
    private static double amount(ShareTotal share, Quantity carried) {
        return share.values().get(carried).toOptional().orElse(0.0);
    }

    /** @param id unique in the page */
    static String of(String id, List<ShareTotal> all, MeasuredQuantities quantities) {
        var carried = quantities.share().getFirst();
        var timed = quantities.share().contains(Quantity.BUSY);
        var shares = shown(all, carried);
        var most = shares.stream()
                .mapToDouble(share -> amount(share, carried))
                .max()
                .orElse(0);
        var height = TOP + shares.size() * ROW + 6;
        var svg = new Svg(
                id,
                WIDTH,
                height,
                "Work per " + quantities.sharer(),
                "%d of %d %ss with their %s%s"
                        .formatted(
                                shares.size(),
                                all.size(),
                                quantities.sharer(),
                                carried.title(),
                                timed ? " and the share of time they were busy" : ""));
        svg.text("label", Anchor.START, AMOUNT, 14, carried.title());
        if (timed) {
            svg.text("label", Anchor.START, BUSY, 14, "busy share of wall time");
        }
        for (var i = 0; i < shares.size(); i++) {
            var y = TOP + i * ROW;
            svg.text(
                    "tick",
                    Anchor.END,
                    AMOUNT - 12,
                    y + BAR - 3,
                    shortened(shares.get(i).name()));
            carried(svg, shares.get(i), carried, y, most);
            if (timed) {
                busy(svg, shares.get(i), y);
            }
        }
        return svg.end();
    }

    private static void carried(Svg svg, ShareTotal share, Quantity carried, int y, double most) {
        bar(
                svg,
                "bar",
                AMOUNT,
                y,
                share.values().get(carried).map(value -> most == 0 ? 0 : value / most),
                share.text(carried),
                "%s on %s: ".formatted(share.name(), share.node()));
    }

    private static void busy(Svg svg, ShareTotal share, int y) {
        bar(
                svg,
                "bar second",
                BUSY,
                y,
                share.busyShare().map(of -> Math.clamp(of, 0, 1)),
                share.text(Quantity.BUSY),
                share.name() + " busy ");
    }

    /** @param of between 0 and 1 */
    private static void bar(Svg svg, String style, int x, int y, Fact<Double> of, Fact<String> text, String title) {
        var base = y + BAR - 3;
        switch (of) {
            case Fact.Known<Double>(var part) -> {
                var told = text.told(words -> words);
                svg.rectangle("track", x, y, LENGTH, BAR, "");
                svg.rectangle(style, x, y, LENGTH * part, BAR, title + told);
                svg.text("tick", Anchor.START, x + LENGTH + 10, base, told);
            }
            case Fact.Unavailable<Double>(var reason) ->
                svg.text("note", Anchor.START, x, base, "unavailable: " + reason);
        }
    }

    static String shortened(String name) {
        return name.length() <= 22 ? name : "…" + name.substring(name.length() - 21);
    }
}
