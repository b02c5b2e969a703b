@NullMarked
package dev.volta.core.vm.link;

import org.jspecify.annotations.NullMarked;
