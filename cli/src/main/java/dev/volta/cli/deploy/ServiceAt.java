package dev.volta.cli.deploy;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code SERVICE[@PATTERN]}: a service, or one unit of it, and the nodes that it is meant on. */
record ServiceAt(String name, Optional<String> pattern) {
    /** The nodes that both the pattern and {@code --limit} choose. */
    List<Node> among(FleetOptions fleet) {
        var limited = fleet.selectForServices();
        return pattern.isEmpty()
                ? limited
                : fleet.described().select(pattern).stream()
                        .filter(limited::contains)
                        .toList();
    }

    /** Reads it from the command line. */
    static final class Reader implements ITypeConverter<ServiceAt> {
        @Override
        public ServiceAt convert(String text) {
            var at = text.indexOf('@');
            if (at == 0 || text.isEmpty()) {
                throw new TypeConversionException("'" + text + "' names no service; expected SERVICE or"
                        + " SERVICE@NODES, such as worker@vm[1-3]");
            }
            return at < 0
                    ? new ServiceAt(text, Optional.empty())
                    : new ServiceAt(text.substring(0, at), Optional.of(text.substring(at + 1)));
        }
    }
}
