/**
 * Images of virtual machines: built by the recipe in {@code scripts/images}, and stored under a name computed from
 * everything that determines them, so that no image is built twice.
 */
@NullMarked
package dev.volta.core.vm.image;

import org.jspecify.annotations.NullMarked;
