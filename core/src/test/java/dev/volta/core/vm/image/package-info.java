@NullMarked
package dev.volta.core.vm.image;

import org.jspecify.annotations.NullMarked;
