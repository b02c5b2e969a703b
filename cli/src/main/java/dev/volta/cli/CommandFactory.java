package dev.volta.cli;

import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Makes commands and their groups of options, and gives them what their constructors ask for. */
final class CommandFactory implements CommandLine.IFactory {
    static {
        // picocli would look for a class of Groovy in every jar, at each start.
        System.setProperty("picocli.disable.closures", "true");
    }

    private final StandardStreams streams;
    private final Supplier<Modules> modules;
    private final CommandLine.IFactory fallback = CommandLine.defaultFactory();
    private @Nullable Modules known;

    /** @param modules asked once at most, and only if a command needs to know: most start without */
    CommandFactory(StandardStreams streams, Supplier<Modules> modules) {
        this.streams = streams;
        this.modules = modules;
    }

    private Modules modules() {
        if (known == null) {
            known = modules.get();
        }
        return known;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (var constructor : type.getDeclaredConstructors()) {
            var wanted = constructor.getParameterTypes();
            if (wanted.length == 1 && wanted[0] == StandardStreams.class) {
                return made(type, constructor, streams);
            }
            if (wanted.length == 1 && wanted[0] == Modules.class) {
                return made(type, constructor, modules());
            }
        }
        return fallback.create(type);
    }

    private static <K> K made(Class<K> type, Constructor<?> constructor, Object given) throws Exception {
        constructor.setAccessible(true);
        try {
            return type.cast(constructor.newInstance(given));
        } catch (InvocationTargetException e) {
            throw new CommandLine.InitializationException("cannot make " + type.getName(), e);
        }
    }
}
