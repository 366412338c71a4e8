package dev.whatsway.store.pacing;

/** Whose turn comes first on a number: transactional messages never wait for a campaign's crowd. */
public enum Traffic {
  MARKETING,
  TRANSACTIONAL;

  /**
   * Returns the traffic of a template.
   *
   * @param category Meta's, in any case: all but {@code MARKETING} is transactional
   */
  public static Traffic of(String category) {
    return category.equalsIgnoreCase("marketing") ? MARKETING : TRANSACTIONAL;
  }
}
