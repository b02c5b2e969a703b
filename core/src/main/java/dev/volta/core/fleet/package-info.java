/** Many nodes at once: choosing them by a pattern, doing the same on all of them, joining their answers. */
@NullMarked
package dev.volta.core.fleet;

import org.jspecify.annotations.NullMarked;
