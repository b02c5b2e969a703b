/**
 * {@code volta hash}: checksums of files on this machine, in the format of {@code sha256sum}. Output on stdout is
 * written as bytes, because file names are bytes.
 */
@NullMarked
package dev.volta.cli.hash;

import org.jspecify.annotations.NullMarked;
