@NullMarked
package dev.volta.core.config;

import org.jspecify.annotations.NullMarked;
