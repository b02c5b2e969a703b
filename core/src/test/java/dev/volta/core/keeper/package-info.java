@NullMarked
package dev.volta.core.keeper;

import org.jspecify.annotations.NullMarked;
