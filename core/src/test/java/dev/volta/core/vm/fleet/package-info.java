@NullMarked
package dev.volta.core.vm.fleet;

import org.jspecify.annotations.NullMarked;
