package dev.whatsway.launcher.temporal;

/** One way of getting at a Temporal server; see {@link TemporalChain} for their order. */
interface TemporalLink {

  /** What it looks at, for people, such as {@code temporal on PATH}. */
  String title();

  /**
   * Tries this way.
   *
   * @throws dev.whatsway.launcher.console.LauncherException when the person chose this way
   *     explicitly and it does not work, so that none of the others may be taken instead
   */
  Finding find();

  /** What came of a try. */
  sealed interface Finding {

    record Found(TemporalSource source) implements Finding {}

    /**
     * @param reason completes the sentence "temporal on PATH: ..."
     */
    record Missing(String reason) implements Finding {}
  }
}
