package dev.volta.core.config;

import java.util.List;

/** What an experiment does. A module brings a type for each kind of work that it can do. */
public interface Work {
    /** The kind, as {@code workload.kind} has it. */
    String kind();

    /** The files and folders that it reads. */
    List<ExperimentInput> inputs();
}
