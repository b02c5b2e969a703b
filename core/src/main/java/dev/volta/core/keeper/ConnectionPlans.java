package dev.volta.core.keeper;

import java.util.Map;

/** Where the keeper gets its connections from. */
@FunctionalInterface
public interface ConnectionPlans {
    /** What {@code settings} of a client mean at this moment; files are named in them by absolute paths. */
    ConnectionPlan read(Map<String, String> settings);
}
