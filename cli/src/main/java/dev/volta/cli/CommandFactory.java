package dev.volta.cli;

import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import picocli.CommandLine;

/** Makes commands and their groups of options, and gives them what their constructors ask for. */
final class CommandFactory implements CommandLine.IFactory {
    static {
        // picocli would look for a class of Groovy in every jar, at each start.
        System.setProperty("picocli.disable.closures", "true");
    }

    private final Map<Class<?>, Object> given;
    private final CommandLine.IFactory fallback = CommandLine.defaultFactory();

    CommandFactory(StandardStreams streams, Modules modules) {
        this.given = Map.of(StandardStreams.class, streams, Modules.class, modules);
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (var constructor : type.getDeclaredConstructors()) {
            var wanted = constructor.getParameterTypes();
            if (wanted.length == 1 && given.containsKey(wanted[0])) {
                constructor.setAccessible(true);
                try {
                    return type.cast(constructor.newInstance(given.get(wanted[0])));
                } catch (InvocationTargetException e) {
                    throw new CommandLine.InitializationException("cannot make " + type.getName(), e);
                }
            }
        }
        return fallback.create(type);
    }
}
