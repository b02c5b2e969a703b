/** {@code volta push} and {@code volta pull}: files to and from nodes. */
@NullMarked
package dev.volta.cli.transfer;

import org.jspecify.annotations.NullMarked;
