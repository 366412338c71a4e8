package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.LauncherException;
import java.awt.AWTError;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Whether this machine's Java can draw letters, which it can only where there are fonts. */
public final class Drawing {

  private Drawing() {}

  /**
   * Tries it; before anything that takes an hour.
   *
   * @throws LauncherException that names what to install
   */
  public static void require() {
    // Nothing is shown, and there need not be a display.
    System.setProperty("java.awt.headless", "true");
    require(Drawing::letter);
  }

  static void require(Runnable draw) {
    try {
      draw.run();
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      // Which of them it is depends on what is missing and on Java's version.
      throw new LauncherException(
          "--plots needs fonts, and Java finds none (%s); apt-get install fontconfig fonts-dejavu-core brings them."
              .formatted(cause(e)),
          e);
    }
  }

  /** What is wrong stands in the innermost. */
  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static void letter() {
    Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 8));
      graphics.drawString("a", 0, 8);
    } finally {
      graphics.dispose();
    }
  }
}
