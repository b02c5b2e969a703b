@NullMarked
package dev.volta.hashing.engine.manifest;

import org.jspecify.annotations.NullMarked;
