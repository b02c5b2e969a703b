/**
 * The kinds of service that modules bring: which keys they have in a description, how many of them a node runs, and which
 * units and files that takes.
 */
@NullMarked
package dev.volta.core.service;

import org.jspecify.annotations.NullMarked;
