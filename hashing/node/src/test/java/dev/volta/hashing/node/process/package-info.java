@NullMarked
package dev.volta.hashing.node.process;

import org.jspecify.annotations.NullMarked;
