package dev.volta.core.fleet;

import dev.volta.core.config.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shortest way to write a set of node names: {@code vm[1-8,11],db}. It is the inverse of a {@link NodePattern} made
 * of names and numbers: the pattern chooses exactly these nodes. Names fold along one of their numbers, the same for
 * all: the one that leaves the shortest text.
 */
public final class FoldedNames {
    /** A pattern reads numbers of at most nine digits; longer ones are text like any other. */
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9])[0-9]{1,9}(?![0-9])");

    private FoldedNames() {}

    public static String fold(Collection<NodeName> names) {
        var words = names.stream().map(NodeName::value).distinct().toList();
        var numbers = words.stream().mapToInt(FoldedNames::countNumbers).max().orElse(0);
        return IntStream.rangeClosed(0, Math.max(0, numbers - 1))
                .mapToObj(index -> foldAlong(index, words))
                .min(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /** The nodes with the same text together, in the order of the first of each: {@code vm[1-3]} to the text. */
    public static Map<String, String> byText(Map<NodeName, String> texts) {
        var groups = new LinkedHashMap<String, List<NodeName>>();
        texts.forEach((node, text) ->
                groups.computeIfAbsent(text, _ -> new ArrayList<>()).add(node));
        var folded = new LinkedHashMap<String, String>();
        groups.forEach((text, nodes) -> folded.put(fold(nodes), text));
        return folded;
    }

    private static int countNumbers(String word) {
        return (int) NUMBER.matcher(word).results().count();
    }

    /** What the numbers of one range have around them; {@code width} is 0 unless zeros lead. */
    private record Frame(String before, String after, int width) {
        // A record's own are put together by the JVM at each start, which takes as long as all the folding.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Frame frame
                    && before.equals(frame.before)
                    && after.equals(frame.after)
                    && width == frame.width;
        }

        @Override
        public int hashCode() {
            return 31 * before.hashCode() + after.hashCode() + width;
        }
    }

    private static String foldAlong(int index, List<String> words) {
        var ranges = new LinkedHashMap<Frame, SortedSet<Integer>>();
        var padded = words.stream()
                .flatMap(word -> NUMBER.matcher(word)
                        .results()
                        .skip(index)
                        .limit(1)
                        .map(found -> frame(word, found.start(), found.end())))
                .filter(frame -> frame.width() > 0)
                .toList();
        var terms = new LinkedHashMap<Object, String>();
        for (var word : words) {
            var matcher = NUMBER.matcher(word);
            if (!find(matcher, index)) {
                terms.put(word, word);
                continue;
            }
            var own = frame(word, matcher.start(), matcher.end());
            // 10 belongs to 08 and 09, if they are there, and to 8 and 9 otherwise.
            var wide = new Frame(own.before(), own.after(), matcher.group().length());
            var frame = padded.contains(wide) ? wide : own;
            terms.put(frame, "");
            ranges.computeIfAbsent(frame, _ -> new TreeSet<>()).add(Integer.parseInt(matcher.group()));
        }
        ranges.forEach((frame, numbers) -> terms.put(frame, term(frame, numbers)));
        return String.join(",", terms.values());
    }

    private static boolean find(Matcher matcher, int index) {
        for (var i = 0; i <= index; i++) {
            if (!matcher.find()) {
                return false;
            }
        }
        return true;
    }

    private static Frame frame(String word, int start, int end) {
        var zeros = word.charAt(start) == '0' && end - start > 1;
        return new Frame(word.substring(0, start), word.substring(end), zeros ? end - start : 0);
    }

    private static String term(Frame frame, SortedSet<Integer> numbers) {
        var parts = new ArrayList<String>();
        var run = new ArrayList<Integer>();
        for (var number : numbers) {
            if (!run.isEmpty() && number != run.getLast() + 1) {
                parts.add(range(frame, run));
                run.clear();
            }
            run.add(number);
        }
        parts.add(range(frame, run));
        var single = parts.size() == 1 && run.size() == 1;
        var inside = String.join(",", parts);
        return frame.before() + (single ? inside : "[" + inside + "]") + frame.after();
    }

    private static String range(Frame frame, List<Integer> run) {
        var first = digits(frame, run.getFirst());
        return run.size() == 1 ? first : first + "-" + digits(frame, run.getLast());
    }

    private static String digits(Frame frame, int number) {
        return frame.width() == 0 ? Integer.toString(number) : ("%0" + frame.width() + "d").formatted(number);
    }
}
