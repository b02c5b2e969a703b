/** What is to be done on which node, in which order, as a value: computed, compared and printed without touching anything. */
@NullMarked
package dev.volta.core.plan;

import org.jspecify.annotations.NullMarked;
