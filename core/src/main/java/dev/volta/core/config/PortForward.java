package dev.volta.core.config;

/**
 * A port of a service on another machine that is wanted on this one, both on 127.0.0.1.
 *
 * @param node that the service runs on
 * @param there its port on that node
 * @param here the port of this machine
 */
public record PortForward(String service, NodeName node, Port there, Port here) {}
