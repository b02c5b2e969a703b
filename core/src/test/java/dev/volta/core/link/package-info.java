@NullMarked
package dev.volta.core.link;

import org.jspecify.annotations.NullMarked;
