@NullMarked
package dev.volta.cli.image;

import org.jspecify.annotations.NullMarked;
