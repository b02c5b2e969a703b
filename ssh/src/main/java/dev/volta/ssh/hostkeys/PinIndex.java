package dev.volta.ssh.hostkeys;

import dev.volta.ssh.hostkeys.KnownHosts.Pin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the pins of a host in the order of their lines. Lines that name hosts plainly are found by name; only patterns and
 * hashed names are tried one by one, so that a thousand hosts do not cost a million comparisons.
 */
final class PinIndex {
    private record Numbered(int number, Pin pin) {}

    private final Map<String, List<Numbered>> byName = new HashMap<>();
    private final List<Numbered> others = new ArrayList<>();

    PinIndex(List<Pin> pins) {
        for (var i = 0; i < pins.size(); i++) {
            var numbered = new Numbered(i, pins.get(i));
            var plain = numbered.pin().names().plain();
            plain.forEach(
                    name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(numbered));
            if (plain.isEmpty()) {
                others.add(numbered);
            }
        }
    }

    Stream<Pin> of(String name) {
        return Stream.concat(
                        byName.getOrDefault(name, List.of()).stream(),
                        others.stream().filter(one -> one.pin().names().match(name)))
                .sorted(Comparator.comparingInt(Numbered::number))
                .map(Numbered::pin);
    }
}
