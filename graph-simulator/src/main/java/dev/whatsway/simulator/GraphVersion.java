package dev.whatsway.simulator;

/** What depends on the version in a path, {@code v23.0}. */
final class GraphVersion {
  private GraphVersion() {}

  /** True before v24.0, which dropped conversations and renamed the MM onboarding status. */
  static boolean isBefore24(String version) {
    return Integer.parseInt(version.substring(1, version.indexOf('.'))) < 24;
  }
}
