/**
 * Brings a fleet to the state that its configuration describes. {@link dev.volta.core.deploy.NodeSurvey} examines
 * nodes, {@link dev.volta.core.deploy.Deployment} compares the found state with the described one and returns a plan,
 * without side effects, and {@link dev.volta.core.deploy.Rollout} executes plans on many nodes at a time.
 */
@NullMarked
package dev.volta.core.deploy;

import org.jspecify.annotations.NullMarked;
