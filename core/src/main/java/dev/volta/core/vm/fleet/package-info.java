/**
 * The virtual machines of a fleet: what is asked for before the first one starts, and the book of those that run, which a
 * process keeps that outlives the commands. Whatever that process knows of a running machine stands in files beside its
 * sockets too, so that another one can take it over.
 */
@NullMarked
package dev.volta.core.vm.fleet;

import org.jspecify.annotations.NullMarked;
