/**
 * The virtual machines of a fleet: requests for machines, what is checked before the first one starts, and the registry
 * of running machines. A process that outlives the commands keeps the registry. All that it knows of a running machine
 * is also in files beside the machine's sockets, so that another process can take the machine over.
 */
@NullMarked
package dev.volta.core.vm.fleet;

import org.jspecify.annotations.NullMarked;
