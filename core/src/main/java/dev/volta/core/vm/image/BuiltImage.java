package dev.volta.core.vm.image;

import dev.volta.core.vm.VmImage;

/**
 * An image that is there.
 *
 * @param digest SHA-256, in hexadecimal, of the list of its files with their SHA-256 ({@code SHA256SUMS})
 * @param cached whether it was there already
 */
public record BuiltImage(VmImage image, String digest, boolean cached) {}
