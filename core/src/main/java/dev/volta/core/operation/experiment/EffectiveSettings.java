package dev.volta.core.operation.experiment;

import dev.volta.core.config.yaml.Tree;
import dev.volta.core.report.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/** An effective configuration as a flat table: key path to value and origin. */
final class EffectiveSettings {
    /** Variables may hold secrets, and reports are passed on. */
    private static final String ENVIRONMENT = ".env.";

    private static final String NOT_RECORDED = "(not recorded)";

    private EffectiveSettings() {}

    static Map<String, Setting> of(Tree tree) {
        var settings = new LinkedHashMap<String, Setting>();
        add(tree, "", settings);
        return settings;
    }

    private static void add(Tree tree, String keyPath, Map<String, Setting> settings) {
        switch (tree) {
            case Tree.Nothing _ -> {}
            case Tree.Scalar(var origin, var value) ->
                settings.put(
                        keyPath, new Setting(keyPath.contains(ENVIRONMENT) ? NOT_RECORDED : value, origin.brief()));
            case Tree.Sequence(var _, var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    add(items.get(i), keyPath + "[" + i + "]", settings);
                }
            }
            case Tree.Mapping(var _, var entries) ->
                entries.forEach(entry ->
                        add(entry.value(), keyPath.isEmpty() ? entry.key() : keyPath + "." + entry.key(), settings));
        }
    }
}
