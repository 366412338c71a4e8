package dev.whatsway.launcher.bench;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleInsets;

/**
 * A picture of a result.
 *
 * @param name of its file, without the ending
 */
record Plot(String name, JFreeChart chart) {

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  /** Okabe and Ito's colours, which people tell apart who do not see all colours. */
  static final Color BLUE = new Color(0x0072B2);

  static final Color ORANGE = new Color(0xE69F00);
  static final Color GREEN = new Color(0x009E73);
  static final Color GRID = new Color(0xCCCCCC);

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  /** Writes it as PNG into a folder and returns the file. */
  Path write(Path folder) {
    Path file = folder.resolve(name + ".png");
    BufferedImage image =
        chart.createBufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB, null);
    try {
      Files.createDirectories(folder);
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static JFreeChart chart(String title, org.jfree.chart.plot.Plot plot, boolean legend) {
    JFreeChart chart = new JFreeChart(title, TITLE, plot, legend);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(8, 4, 8, 12));
    return chart;
  }

  /** Lets an axis begin at nothing, so that lengths compare as the figures do. */
  static void fromNothingTo(double most, ValueAxis axis) {
    axis.setRange(0, most > 0 ? most * 1.15 : 1);
    axis.setLabelFont(LABEL);
    axis.setTickLabelFont(LABEL);
  }
}
