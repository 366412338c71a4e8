package dev.whatsway.workers.dryrun;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked of a dry run; null is for the usual.
 *
 * @param sample how many people at most
 * @param days nobody is followed for longer
 */
record Asked(@Nullable Integer sample, @Nullable Integer days, @Nullable Given rates) {

  /** Rates that were given; those left out are learnt, else the usual ones. */
  record Given(
      @Nullable Double delivered,
      @Nullable Double read,
      @Nullable Double clicked,
      @Nullable Double replied,
      @Nullable Map<String, Double> events) {

    static final Given NONE = new Given(null, null, null, null, null);
  }
}
