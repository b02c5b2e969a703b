package dev.volta.cli;

import dev.volta.cli.common.StandardStreams;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine;

/** Makes commands; those that ask for {@link StandardStreams} in their constructor are given the process's. */
final class CommandFactory implements CommandLine.IFactory {
    static {
        // picocli would look for a class of Groovy in every jar, at each start.
        System.setProperty("picocli.disable.closures", "true");
    }

    private final StandardStreams streams;
    private final CommandLine.IFactory fallback = CommandLine.defaultFactory();

    CommandFactory(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (var constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == StandardStreams.class) {
                constructor.setAccessible(true);
                try {
                    return type.cast(constructor.newInstance(streams));
                } catch (InvocationTargetException e) {
                    throw new CommandLine.InitializationException("cannot make " + type.getName(), e);
                }
            }
        }
        return fallback.create(type);
    }
}
