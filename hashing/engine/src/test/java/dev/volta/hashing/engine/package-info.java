@NullMarked
package dev.volta.hashing.engine;

import org.jspecify.annotations.NullMarked;
