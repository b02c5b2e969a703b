/** SHA-256 of contents, as texts. */
@NullMarked
package dev.volta.core.digest;

import org.jspecify.annotations.NullMarked;
