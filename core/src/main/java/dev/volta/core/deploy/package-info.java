/**
 * Bringing a fleet to the state that its configuration describes. {@link dev.volta.core.deploy.NodeSurvey} looks at
 * nodes, {@link dev.volta.core.deploy.Deployment} compares what is there with what should be and makes a plan of it,
 * purely, and {@link dev.volta.core.deploy.Rollout} carries plans out, many nodes at a time.
 */
@NullMarked
package dev.volta.core.deploy;

import org.jspecify.annotations.NullMarked;
