@NullMarked
package dev.volta.core.doctor;

import org.jspecify.annotations.NullMarked;
