package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final int MANY = 400_000;
    /** What the heap of a worker has room for beside everything else: a million names of this kind take 30 MiB. */
    private static final long MOST_BYTES_PER_NAME = 30;

    @Test
    void givesNamesInTheOrderOfTheirUnsignedBytes() {
        var seed = System.nanoTime();
        System.out.println("NamesTest seed " + seed);
        var random = new Random(seed);
        for (var size : new int[] {0, 1, 2, 8, 9, 17, 1000, 30_000}) {
            var names = new Names(Long.MAX_VALUE);
            var expected = new ArrayList<byte[]>();
            for (var i = 0; i < size; i++) {
                var name = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 255 : 3)];
                for (var at = 0; at < name.length; at++) {
                    name[at] = (byte) (1 + random.nextInt(255));
                }
                expected.add(name);
                names.add(name, name.length % 16);
            }
            expected.sort(Arrays::compareUnsigned);
            names.sort();
            assertThat(names.size()).isEqualTo(size);
            for (var name : expected) {
                assertThat(names.next()).isNotNull().satisfies(found -> {
                    assertThat(found.bytes()).isEqualTo(name);
                    assertThat(found.type()).isEqualTo(name.length % 16);
                });
            }
            assertThat(names.next()).isNull();
        }
    }

    @Test
    void keepsManyNamesInLittleMemory() {
        var before = used();
        var names = new Names(Long.MAX_VALUE);
        for (var i = 0; i < MANY; i++) {
            names.add("file-%07d.dat".formatted((i * 7919L) % MANY).getBytes(StandardCharsets.US_ASCII), 8);
        }
        names.sort();
        assertThat(used() - before).isLessThan(MANY * MOST_BYTES_PER_NAME);
        for (var i : List.of(0, 1, 2)) {
            assertThat(names.next())
                    .isNotNull()
                    .satisfies(name -> assertThat(new String(name.bytes(), StandardCharsets.US_ASCII))
                            .isEqualTo("file-%07d.dat".formatted(i)));
        }
    }

    @Test
    void keepsTheFirstInOrderWhenThereIsNoRoomForAll() {
        var seed = System.nanoTime();
        System.out.println("NamesTest seed " + seed);
        var random = new Random(seed);
        for (var budget : new long[] {1, 300, 5_000, 100_000, 1_000_000}) {
            var all = new ArrayList<String>();
            for (var i = 0; i < 20_000; i++) {
                all.add("f%06d".formatted(i));
            }
            Collections.shuffle(all, random);
            var names = new Names(budget);
            all.forEach(name -> names.add(name.getBytes(StandardCharsets.US_ASCII), 8));
            names.sort();
            names.trim();
            assertThat(names.size()).isPositive();
            assertThat(names.isComplete()).isEqualTo(names.size() == all.size()).isEqualTo(budget == 1_000_000);
            if (budget > 300) {
                assertThat(names.bytes()).isLessThanOrEqualTo(budget);
            }
            Collections.sort(all);
            for (var i = 0; i < names.size(); i++) {
                assertThat(names.next()).isNotNull();
                assertThat(names.lastTaken()).isEqualTo(all.get(i).getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(names.next()).isNull();
        }
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
