package dev.volta.core.workload.command;

import java.util.List;
import java.util.Optional;

/**
 * Commands around the measured ones, each a program with its arguments. They run on every node and are not measured.
 *
 * @param setup once, before the first trial; what it leaves in the background stays until the end
 * @param prepare before each trial
 * @param conclude after each trial
 * @param cleanup once, in the end, also after a failure or an interrupt
 */
record CommandSteps(
        Optional<List<String>> setup,
        Optional<List<String>> prepare,
        Optional<List<String>> conclude,
        Optional<List<String>> cleanup) {}
