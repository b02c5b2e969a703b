/** The record of what Volta did on which node: one line of JSON per action, appended and never changed. */
@NullMarked
package dev.volta.core.audit;

import org.jspecify.annotations.NullMarked;
