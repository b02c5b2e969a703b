package dev.volta.core.config;

/** What a virtual machine reaches by its network card; Volta reaches the machine in either case. */
public enum GuestNetwork {
    /** Nothing. */
    ISOLATED,
    /** What this machine reaches, with the services on its loopback addresses: 10.0.2.2 leads there. */
    OPEN
}
