@NullMarked
package dev.volta.cli.config;

import org.jspecify.annotations.NullMarked;
