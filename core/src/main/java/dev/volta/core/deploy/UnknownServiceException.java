package dev.volta.core.deploy;

import dev.volta.core.config.shapes.Misspelling;
import java.util.Collection;

/** A name that is no service of the fleet. */
public final class UnknownServiceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private UnknownServiceException(String message) {
        super(message);
    }

    static UnknownServiceException of(String name, Collection<String> known) {
        var advice = Misspelling.of(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> known.isEmpty() ? "the fleet has none" : "there are " + String.join(", ", known));
        return new UnknownServiceException("there is no service '" + name + "'; " + advice);
    }
}
