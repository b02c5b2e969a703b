@NullMarked
package dev.volta.hashing.node.journal;

import org.jspecify.annotations.NullMarked;
