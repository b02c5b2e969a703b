/**
 * Images of virtual machines: made by the recipe in {@code scripts/images}, and kept under a name that follows from all
 * that determines them, so that nothing is made twice.
 */
@NullMarked
package dev.volta.core.vm.image;

import org.jspecify.annotations.NullMarked;
