/** Carries out plans: each step on its node, and in the end everything undone that was started. */
@NullMarked
package dev.volta.core.run;

import org.jspecify.annotations.NullMarked;
