package dev.volta.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
    private static Series only(String text) {
        assertThat(Exposition.parse(text)).hasSize(1);
        return Exposition.parse(text).getFirst();
    }

    @Test
    void readsNamesTypesHelpLabelsAndValues() {
        var read = Exposition.parse("""
                # HELP done_total What is done\\nso far, a \\\\ here
                # TYPE done_total counter
                done_total{outcome="a \\"b\\" \\\\ c\\nd",kind="x",} 5.0
                done_total{outcome="",kind="}"} 1.5e3 1700000000000

                # any remark
                #TYPE is one as well
                queued 3
                """);
        assertThat(read).hasSize(3);
        assertThat(read.getFirst().family())
                .isEqualTo(new Series.Family("done_total", Series.Kind.COUNTER, "What is done\nso far, a \\ here"));
        assertThat(read.getFirst().labels()).isEqualTo(Map.of("outcome", "a \"b\" \\ c\nd", "kind", "x"));
        assertThat(read.get(1).labels()).isEqualTo(Map.of("outcome", "", "kind", "}"));
        assertThat(read.get(1).value()).isEqualTo(1500);
        assertThat(read.get(2).family().kind()).isEqualTo(Series.Kind.UNTYPED);
    }

    @Test
    void partsOfAHistogramBelongToIt() {
        var read = Exposition.parse("""
                # TYPE t histogram
                t_bucket{le="+Inf"} 2
                t_sum 3
                t_count 2
                # TYPE other_count counter
                other_count 1
                """);
        assertThat(read).extracting(one -> one.family().name()).containsExactly("t", "t", "t", "other_count");
    }

    @Test
    void readsValuesThatAreNoNumbers() {
        assertThat(only("a NaN\n").value()).isNaN();
        assertThat(only("a +Inf\n").value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(only("a{} -Inf\n").value()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void nothingIsNothing() {
        assertThat(Exposition.parse("")).isEmpty();
        assertThat(Exposition.parse("\n \n# x\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            a                      | is no name, value and time
            a b                    | 'b' is no value
            a 1f                   | '1f' is no value
            a 0x10p                | is no value
            a 1 2 3                | is no name, value and time
            a 1 x                  | 'x' is no time
            1a 2                   | does not begin with a metric's name
            a{b="c" 1              | has no ',' or '}' behind a label
            a{b="c 1               | without a closing quote
            a{b=c} 1               | has no '"'
            a{b} 1                 | has no '='
            a{="c"} 1              | a label's name is missing
            a{b="c",b="d"} 1       | the label b is given twice
            a{b="\\x"} 1           | is no escape
            # TYPE a speed         | 'speed' is no type
            # TYPE a               | a type is missing
            <html>404</html>       | does not begin with a metric's name
            """)
    void refusesWhatIsMalformed(String line, String problem) {
        assertThatThrownBy(() -> Exposition.parse("ok 1\n" + line + "\n"))
                .isInstanceOf(MalformedExpositionException.class)
                .hasMessageContaining("line 2 of its metrics")
                .hasMessageContaining(problem);
    }

    @Test
    void refusesWhatIsThereTwiceAndWhatWasCutOff() {
        assertThatThrownBy(() -> Exposition.parse("a{b=\"c\"} 1\na{b=\"c\"} 2\n"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> Exposition.parse("a 1\nb 12"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("cut");
    }
}
