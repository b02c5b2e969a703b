package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalshAveragesTest {
    /** Also where the least and the greatest number lie so far apart that their places among the doubles overflow. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 0.01, 1, 3, 1000, 1e300})
    void findsWhatSortingFinds(double scale) {
        var random = new Random(5);
        for (int n = 1; n <= 12; n++) {
            var numbers = random.doubles(n, -1, 1).map(x -> x * scale).toArray();
            if (n > 2) {
                numbers[0] = -scale;
                numbers[1] = scale;
                numbers[2] = 0;
            }
            Arrays.sort(numbers);
            var all = new double[n * (n + 1) / 2];
            var count = 0;
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    all[count++] = (numbers[i] + numbers[j]) / 2;
                }
            }
            Arrays.sort(all);
            var averages = new WalshAverages(numbers);
            for (int rank = 1; rank <= all.length; rank++) {
                assertThat(averages.get(rank)).isEqualTo(all[rank - 1]);
            }
        }
    }
}
