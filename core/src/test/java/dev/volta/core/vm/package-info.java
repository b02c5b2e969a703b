@NullMarked
package dev.volta.core.vm;

import org.jspecify.annotations.NullMarked;
