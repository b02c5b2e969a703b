package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmptinessTest {
    @Test
    void hasNothingAgainstInputsWithBytes() {
        assertThat(reasons(new InputTotal("/a", 1, 1, 0, 0), new InputTotal("/b", 9, 7, 2, 3)))
                .isEmpty();
    }

    @Test
    void filesWithoutAByteAreNothing() {
        assertThat(reasons(new InputTotal("em", 2, 0, 0, 0)))
                .containsExactly("nothing was hashed of 'em': its 2 files are empty");
        assertThat(reasons(new InputTotal("em", 1, 0, 1, 0)))
                .containsExactly("nothing was hashed of 'em': its file is empty, 1 entry could not be read");
    }

    @Test
    void namesTheOneInputOfSeveralThatIsEmpty() {
        assertThat(reasons(
                        new InputTotal("/a", 1, 1, 0, 0),
                        new InputTotal("n2:/b", 3, 0, 0, 0),
                        new InputTotal("/c", 0, 0, 0, 2)))
                .containsExactly(
                        "nothing was hashed of 'n2:/b': its 3 files are empty",
                        "nothing was hashed of '/c': 2 links, special files or excluded folders were passed over");
    }

    @Test
    void workWithoutInputsOrBytesIsNothing() {
        assertThat(reasons()).containsExactly("nothing was hashed");
    }

    private static List<String> reasons(InputTotal... inputs) {
        var files = Arrays.stream(inputs).mapToLong(InputTotal::files).sum();
        var bytes = Arrays.stream(inputs).mapToLong(InputTotal::bytes).sum();
        return Emptiness.of(new DigestTotals("sha256", files, bytes, 0, Map.of(), List.of(inputs)));
    }
}
