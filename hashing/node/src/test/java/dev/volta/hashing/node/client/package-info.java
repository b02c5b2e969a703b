@NullMarked
package dev.volta.hashing.node.client;

import org.jspecify.annotations.NullMarked;
