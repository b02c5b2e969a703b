package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.volta.core.facts.Fact;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.PrivateFolder;
import java.io.FileOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folder {@code <UTC time>-<name>} of one run. It is new when it is made and never taken over by another run.
 *
 * <ul>
 *   <li>{@code samples.csv}, {@code samples.jsonl}: one line per trial, on the disk before the next trial starts, so that
 *       a run that is killed keeps what it had measured. A value that is unavailable is {@code NA} in the first and has its
 *       reason in the second.
 *   <li>{@code run.json}, {@code report.md}, {@code report.html}: made of the {@link RunRecord}, each at once and whole.
 *   <li>{@code metrics.csv}: what nodes and services told of themselves during the run, as docs/metrics.md has it.
 * </ul>
 */
public final class ResultsFolder {
    public static final String RUN = "run.json";
    public static final String SAMPLES_CSV = "samples.csv";
    public static final String SAMPLES_JSONL = "samples.jsonl";
    public static final String METRICS_CSV = "metrics.csv";
    public static final String REPORT_MD = "report.md";
    public static final String REPORT_HTML = "report.html";

    private static final String CSV_FIRST = "index,phase,started_at,";
    private static final String CSV_VARIANT = "variant,block,";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 64;
    private static final Set<PosixFilePermission> EXECUTE = Set.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;
    private final List<Quantity> columns;
    private final boolean variants;

    private ResultsFolder(Path path, List<Quantity> columns, boolean variants) {
        this.path = path;
        this.columns = columns;
        this.variants = variants;
    }

    /** The same for work without variants. */
    public static ResultsFolder create(Path results, Instant startedAt, String name, List<Quantity> columns) {
        return create(results, startedAt, name, columns, List.of());
    }

    /**
     * Makes a new folder below {@code results}, whose parents are made as needed. Characters of {@code name} that are
     * awkward in a file name become '-'; a number is added if a folder of that time and name is there.
     *
     * @param columns of {@code samples.csv}, behind index, phase and time, and behind variant and block where there are
     *     variants
     * @throws dev.volta.core.wire.ForeignFolderException if {@code results} is neither this user's nor root's nor that of the
     *     owner of the folder above: its owner could put another folder in the place of the new one
     */
    public static ResultsFolder create(
            Path results, Instant startedAt, String name, List<Quantity> columns, List<Variant> variants) {
        var plain = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+|-+$", "");
        var stem = TIME.format(startedAt)
                + "-"
                + (plain.isEmpty() ? "run" : plain.substring(0, Math.min(plain.length(), LONGEST_NAME)));
        try {
            Files.createDirectories(results);
            PrivateFolder.requireOwnerLikeItsParent(results);
        } catch (IOException e) {
            throw new ResultsFailure(results, e);
        }
        for (var number = 1; ; number++) {
            var candidate = results.resolve(number == 1 ? stem : stem + "-" + number);
            try {
                Files.createDirectory(candidate);
            } catch (FileAlreadyExistsException e) {
                continue;
            } catch (IOException e) {
                throw new ResultsFailure(candidate, e);
            }
            var folder = new ResultsFolder(candidate, List.copyOf(columns), !variants.isEmpty());
            put(candidate.resolve(SAMPLES_CSV), folder.head(), false);
            put(candidate.resolve(SAMPLES_JSONL), "", false);
            sync(candidate);
            sync(results);
            return folder;
        }
    }

    public Path path() {
        return path;
    }

    /** Keeps the raw sample of a trial that has just ended. */
    public void append(Trial trial) {
        put(path.resolve(SAMPLES_CSV), csv(trial), true);
        put(path.resolve(SAMPLES_JSONL), RunJson.line(trial) + "\n", true);
    }

    /** Writes the record and its reports, in place of those of an earlier state of the same run. */
    public void write(RunRecord run, Fact<TimeSeries> courses) {
        replace(RUN, RunJson.write(run));
        replace(REPORT_MD, MarkdownReport.of(run));
        replace(REPORT_HTML, HtmlReport.of(run, courses));
    }

    /** The trials in the {@code samples.jsonl} of {@code folder}; a last line that was cut off is left out. */
    public static List<Trial> samples(Path folder) throws IOException {
        var trials = new ArrayList<Trial>();
        var text = Files.readString(folder.resolve(SAMPLES_JSONL));
        for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            try {
                trials.add(RunJson.trial(line));
            } catch (JsonProcessingException e) {
                throw new IOException(
                        "%s, line %d: %s".formatted(SAMPLES_JSONL, trials.size() + 1, e.getOriginalMessage()), e);
            }
        }
        return trials;
    }

    private String head() {
        return columns.stream()
                .map(Quantity::name)
                .collect(Collectors.joining(",", CSV_FIRST + (variants ? CSV_VARIANT : ""), "\n"));
    }

    private String csv(Trial trial) {
        var phase = trial.phase() == Trial.Phase.WARMUP ? "warmup" : "measured";
        var first = "%d,%s,%s,".formatted(trial.index(), phase, trial.startedAt());
        var variant = variants ? "%s,%d,".formatted(Escape.csv(trial.variant()), trial.block()) : "";
        return columns.stream()
                .map(column ->
                        trial.values().get(column).map(ResultsFolder::plain).toOptional())
                .map(value -> value.orElse("NA"))
                .collect(Collectors.joining(",", first + variant, "\n"));
    }

    private static String plain(double value) {
        return new BigDecimal(value)
                .round(MathContext.DECIMAL64)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void replace(String name, String text) {
        var target = path.resolve(name);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFile.write(target, bytes, mode());
        } catch (IOException e) {
            throw new ResultsFailure(target, bytes.length, e);
        }
    }

    /** As open as the folder, which was made under the user's umask. */
    private Set<PosixFilePermission> mode() throws IOException {
        var mode = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        mode.removeAll(EXECUTE);
        return mode;
    }

    private static void sync(Path folder) {
        try {
            AtomicFile.sync(folder);
        } catch (IOException e) {
            throw new ResultsFailure(folder, e);
        }
    }

    /** Not through a FileChannel: an interrupt would close that in the middle, and leave half a record. */
    private static void put(Path file, String text, boolean append) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var out = new FileOutputStream(file.toFile(), append)) {
            out.write(bytes);
            out.getFD().sync();
        } catch (IOException e) {
            throw new ResultsFailure(file, bytes.length, e);
        }
    }
}
