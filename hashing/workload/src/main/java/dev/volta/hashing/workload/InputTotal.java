package dev.volta.hashing.workload;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of one input.
 *
 * @param input as it was given
 * @param files below it that are in the manifest
 * @param bytes of these files
 * @param failures entries that could not be read
 * @param skipped entries that were passed over, such as links
 */
record InputTotal(String input, long files, long bytes, long failures, long skipped) {
    Map<String, Object> details() {
        var details = new LinkedHashMap<String, Object>();
        details.put("input", input);
        details.put("files", files);
        details.put("bytes", bytes);
        details.put("failures", failures);
        details.put("skipped", skipped);
        return details;
    }
}
