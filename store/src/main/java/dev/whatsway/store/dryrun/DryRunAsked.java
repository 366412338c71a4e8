package dev.whatsway.store.dryrun;

import java.util.UUID;

/** What came of asking for a dry run. */
public sealed interface DryRunAsked {

  /** It will be carried out. */
  record Placed(UUID id) implements DryRunAsked {}

  /** The campaign has one that is not done. */
  record Another(UUID id) implements DryRunAsked {}

  /** The account has so many that are not done, which is the most. */
  record Enough(int open) implements DryRunAsked {}
}
