@NullMarked
package dev.volta.hashing.engine.posix;

import org.jspecify.annotations.NullMarked;
