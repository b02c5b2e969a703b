/**
 * {@code volta hash}: checksums of files on this machine, in the words of {@code sha256sum}. What goes to stdout is
 * bytes, because file names are.
 */
@NullMarked
package dev.volta.cli.hash;

import org.jspecify.annotations.NullMarked;
