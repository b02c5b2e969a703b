@NullMarked
package dev.volta.core.transfer;

import org.jspecify.annotations.NullMarked;
