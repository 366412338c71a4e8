package dev.whatsway.launcher.process;

/** Waiting between two looks at another process. */
public final class Pause {

  /** Returns false, and keeps the thread interrupted, when the wait was cut short. */
  public static boolean millis(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Pause() {}
}
