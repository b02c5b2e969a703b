package dev.volta.core.deploy;

import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.ForeignFileException;
import dev.volta.core.wire.KernelLock;
import dev.volta.core.wire.SecretFile;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The file in which a folder of Volta's keeps where services were deployed from it. A place is written down before anything is
 * put there, and struck out when a stop has shown that nothing of it runs. One command at a time changes the file (a lock
 * beside it), each time as a whole.
 *
 * @param file {@link DeploymentText}, its owner's alone; nothing was deployed where there is none
 * @param supervisors that it may name
 */
public record DeploymentRecord(Path file, Supervisors supervisors) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * All places.
     *
     * @throws DamagedRecordException if the file is there and cannot be read, or is not whole, or somebody else's
     */
    public List<DeployedPlace> places() {
        try {
            return DeploymentText.parse(SecretFile.read(file), supervisors);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (ForeignFileException e) {
            throw new DamagedRecordException(e);
        } catch (DeploymentText.OtherVersionException e) {
            throw new DamagedRecordException(file + " " + e.getMessage(), e);
        } catch (DeploymentText.NotWholeException e) {
            throw new DamagedRecordException(file, file + " " + e.getMessage());
        } catch (IOException e) {
            throw new DamagedRecordException(file, IoReason.withFile(e));
        }
    }

    /**
     * The places that were described once and are no longer: of the description with this identity, or of one whose files are
     * gone.
     *
     * @param identity {@link FleetFiles#identity}
     * @param described the nodes that it describes now; asked only if something was deployed
     */
    public List<DeployedPlace> forgotten(List<Path> identity, Supplier<List<DescribedPlace>> described) {
        var own = places().stream()
                .filter(place -> place.description().equals(identity) || FleetFiles.isGone(place.description()))
                .toList();
        if (own.isEmpty()) {
            return own;
        }
        var now = described.get();
        return own.stream().filter(place -> now.stream().noneMatch(place::isIn)).toList();
    }

    /** Adds {@code places}; those that are known are replaced, and keep the time since when they are. */
    public void add(List<DeployedPlace> places) throws IOException, InterruptedException {
        if (places.isEmpty()) {
            return;
        }
        change(known -> {
            var all = new LinkedHashSet<>(known);
            var byKey = byKey(known);
            for (var place : places) {
                var same = byKey.getOrDefault(place.key(), List.of()).stream()
                        .filter(place::isAt)
                        .toList();
                var since =
                        same.stream().map(DeployedPlace::since).reduce(place.since(), (a, b) -> a.isBefore(b) ? a : b);
                same.forEach(all::remove);
                all.add(place.since(since));
            }
            return List.copyOf(all);
        });
    }

    /** Strikes {@code places} out. */
    public void remove(List<DeployedPlace> places) throws IOException, InterruptedException {
        if (!places.isEmpty()) {
            var byKey = byKey(places);
            change(known -> known.stream()
                    .filter(one ->
                            byKey.getOrDefault(one.key(), List.of()).stream().noneMatch(one::isAt))
                    .toList());
        }
    }

    private static Map<String, List<DeployedPlace>> byKey(List<DeployedPlace> places) {
        return places.stream().collect(Collectors.groupingBy(DeployedPlace::key));
    }

    private void change(UnaryOperator<List<DeployedPlace>> change) throws IOException, InterruptedException {
        StateFolder.makeAbove(file);
        var lock = file.resolveSibling(file.getFileName() + ".lock");
        try (var _ = KernelLock.take(lock, PATIENCE, "what is deployed cannot be written down")) {
            var before = places();
            var after = change.apply(before);
            if (after.equals(before)) {
                return;
            }
            if (after.isEmpty()) {
                AtomicFile.delete(file);
            } else {
                AtomicFile.write(file, DeploymentText.of(after).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
