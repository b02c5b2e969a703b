package dev.volta.ssh;

import java.util.List;

/** An ssh configuration by which ssh would reach, or trust, a host in a way that is not followed here. */
public final class UnfollowedConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnfollowedConfigException(List<String> refusals) {
        super(String.join("; ", refusals));
    }
}
