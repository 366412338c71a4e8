package dev.whatsway.workers.dryrun;

import java.time.Duration;

/** A dry run was given up; the message tells the way out. */
public final class DryRunTooLong extends RuntimeException {

  DryRunTooLong(Duration longest) {
    super(
        "The dry run took longer than %s and was given up; take a smaller sample or fewer days."
            .formatted(words(longest)));
  }

  private static String words(Duration longest) {
    return longest.toMinutes() > 1
        ? longest.toMinutes() + " minutes"
        : longest.toSeconds() + " seconds";
  }
}
