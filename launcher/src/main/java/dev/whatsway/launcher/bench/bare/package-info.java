/** Our workflows' shape with nothing in it: what Temporal itself takes for a workflow a message. */
@NullMarked
package dev.whatsway.launcher.bench.bare;

import org.jspecify.annotations.NullMarked;
