package dev.volta.core.config;

import java.nio.file.Path;
import java.util.Optional;

/** The way to a node. */
public sealed interface Reach {
    /** The node is this machine; no connection is made. */
    record Here() implements Reach {}

    /**
     * Through SSH.
     *
     * @param address a host name or an IP address (IPv6 without brackets)
     * @param user absent: whom {@code ~/.ssh/config} names, or else the operator's own name
     * @param identity the private key to log in with; absent: as {@code ~/.ssh/config} says, or else the usual ones
     * @param transport what carries the connection
     */
    record Ssh(String address, Port port, Optional<String> user, Optional<Path> identity, Transport transport)
            implements Reach {
        public Ssh(String address, Port port, Optional<String> user, Optional<Path> identity) {
            this(address, port, user, identity, Transport.BUILTIN);
        }

        public Ssh(String address, Port port, Optional<String> user) {
            this(address, port, user, Optional.empty());
        }

        /** The same way, as {@code name} with {@code key}. */
        public Ssh as(Optional<String> name, Optional<Path> key) {
            return new Ssh(address, port, name, key, transport);
        }

        @Override
        public String toString() {
            var host = address.contains(":") ? "[" + address + "]" : address;
            return user.map(name -> name + "@").orElse("") + host + ":" + port;
        }
    }
}
