@NullMarked
package dev.volta.hashing.node.controller;

import org.jspecify.annotations.NullMarked;
