package dev.volta.cli.hash;

import picocli.CommandLine.Option;

/** What a check prints and what it forgives; the options of {@code sha256sum -c}. */
final class CheckRules {
    /** How much is said. As in coreutils the options for it exclude each other, and the last one wins. */
    enum Voice {
        NORMAL,
        QUIET,
        STATUS_ONLY,
        WARNING
    }

    private Voice voice = Voice.NORMAL;

    @Option(names = "--strict", description = "Fail on improperly formatted lines.")
    private boolean strict;

    @Option(names = "--ignore-missing", description = "Ignore missing files.")
    private boolean ignoreMissing;

    @Option(names = "--quiet", description = "Do not print OK for each verified file.")
    void setQuiet(boolean wanted) {
        voice = wanted ? Voice.QUIET : voice;
    }

    @Option(names = "--status", description = "Print nothing; only set the exit status.")
    void setStatus(boolean wanted) {
        voice = wanted ? Voice.STATUS_ONLY : voice;
    }

    @Option(
            names = {"-w", "--warn"},
            description = "Warn about each improperly formatted line.")
    void setWarn(boolean wanted) {
        voice = wanted ? Voice.WARNING : voice;
    }

    Voice voice() {
        return voice;
    }

    boolean strict() {
        return strict;
    }

    boolean ignoreMissing() {
        return ignoreMissing;
    }
}
