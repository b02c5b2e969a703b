/**
 * The kinds of service that modules bring: which keys they have in a description, how many processes a node runs, and
 * which units and files they need.
 */
@NullMarked
package dev.volta.core.service;

import org.jspecify.annotations.NullMarked;
