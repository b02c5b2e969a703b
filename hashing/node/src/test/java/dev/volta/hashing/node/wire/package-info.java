@NullMarked
package dev.volta.hashing.node.wire;

import org.jspecify.annotations.NullMarked;
