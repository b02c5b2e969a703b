/**
 * The host's side of the link to a guest: Unix sockets of host and guest, joined by streams over one virtio-serial
 * port. docs/vms.md describes the frames; the guest's side is {@code scripts/images/agent/mux.c}.
 */
@NullMarked
package dev.volta.core.vm.link;

import org.jspecify.annotations.NullMarked;
