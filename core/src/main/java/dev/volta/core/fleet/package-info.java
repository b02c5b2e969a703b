/** Many nodes at once: choosing them by a pattern, doing the same on all of them, putting their answers together. */
@NullMarked
package dev.volta.core.fleet;

import org.jspecify.annotations.NullMarked;
