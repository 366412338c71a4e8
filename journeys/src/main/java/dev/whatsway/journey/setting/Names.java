package dev.whatsway.journey.setting;

/** How definitions name things, as regular expressions of all of a name. */
public final class Names {

  /** Steps. */
  public static final String STEP = "[a-z0-9][a-z0-9_-]{0,63}";

  /** Custom events. */
  public static final String EVENT = "[a-z0-9][a-z0-9_.-]{0,63}";

  private Names() {}
}
