/**
 * Files as trees in which every part knows where it came from. YAML is read event by event, so that a key given twice
 * and an alias are seen (and refused) instead of being resolved away; no scalar is given a type here, because the key
 * table knows better than YAML's rules whether {@code 010}, {@code no} or {@code 1_000} is a number.
 */
@NullMarked
package dev.volta.core.config.yaml;

import org.jspecify.annotations.NullMarked;
