@NullMarked
package dev.volta.core.standing;

import org.jspecify.annotations.NullMarked;
