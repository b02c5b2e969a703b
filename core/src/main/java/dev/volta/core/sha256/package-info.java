/** SHA-256 of contents, as texts. */
@NullMarked
package dev.volta.core.sha256;

import org.jspecify.annotations.NullMarked;
