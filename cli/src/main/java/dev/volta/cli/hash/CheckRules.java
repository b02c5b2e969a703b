package dev.volta.cli.hash;

import picocli.CommandLine.Option;

/** What a check prints and what it forgives; the options of {@code sha256sum -c}. */
final class CheckRules {
    @Option(names = "--quiet", description = "Print no OK for files that are as they should be.")
    boolean quiet;

    @Option(names = "--status", description = "Print no result; the exit code tells.")
    boolean status;

    @Option(names = "--strict", description = "Fail on improperly formatted lines.")
    boolean strict;

    @Option(
            names = {"-w", "--warn"},
            description = "Tell each improperly formatted line.")
    boolean warn;

    @Option(names = "--ignore-missing", description = "Pass over missing files.")
    boolean ignoreMissing;
}
