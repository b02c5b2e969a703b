package dev.volta.cli.hash;

import dev.volta.hashing.engine.Algorithm;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An algorithm in an option. */
final class AlgorithmName implements ITypeConverter<Algorithm> {
    @Override
    public Algorithm convert(String name) {
        return Algorithm.named(name)
                .orElseThrow(() -> new TypeConversionException("'" + name + "' is not one of "
                        + Stream.of(Algorithm.values()).map(Algorithm::id).collect(Collectors.joining(", "))));
    }
}
