/**
 * What all programs of Volta share, on the operator's machine and on nodes: files that are replaced atomically, folders
 * that no other user could have written to, locks that the kernel releases. It needs nothing but the JDK.
 */
@NullMarked
package dev.volta.core.wire;

import org.jspecify.annotations.NullMarked;
