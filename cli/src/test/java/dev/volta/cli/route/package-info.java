@NullMarked
package dev.volta.cli.route;

import org.jspecify.annotations.NullMarked;
