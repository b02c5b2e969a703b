package dev.volta.core.transfer;

import dev.volta.core.remote.Upload;

/**
 * A file that travels with others.
 *
 * @param path its target as seen from the folder that all of them go to
 * @param size in bytes, as it was when the files were chosen
 */
record SmallFile(Upload upload, String path, long size) {}
