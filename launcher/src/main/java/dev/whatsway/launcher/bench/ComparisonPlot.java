package dev.whatsway.launcher.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.util.Locale;
import javax.swing.Icon;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.renderer.category.MinMaxCategoryRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jspecify.annotations.Nullable;

/** A bar for ours and one for the peer, as high as the median, a whisker from least to most. */
final class ComparisonPlot {

  private static final int LINES = 4;

  private ComparisonPlot() {}

  static Plot of(Comparison comparison) {
    Spread ours = comparison.oursSpread();
    Spread peer = comparison.peerSpread();
    String[] labels = {label(comparison.ours(), ours), label(comparison.peer(), peer)};
    CategoryAxis sides = new CategoryAxis();
    sides.setMaximumCategoryLabelLines(LINES);
    sides.setTickLabelFont(Plot.LABEL);
    NumberAxis rate = new NumberAxis(comparison.unit() + " (bar: median; whisker: least to most)");
    Plot.fromNothingTo(Math.max(ours.most(), peer.most()), rate);
    CategoryPlot plot = new CategoryPlot(medians(labels, ours, peer), sides, rate, bars());
    plot.setDataset(1, ends(labels, ours, peer));
    plot.setRenderer(1, whiskers());
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Plot.GRID);
    JFreeChart chart = Plot.chart(title(comparison), plot, false);
    return new Plot(comparison.name(), chart);
  }

  private static String title(Comparison comparison) {
    Verdict verdict = comparison.verdict();
    return "%s: ratio %s, goal %s (%s), %d rounds"
        .formatted(
            comparison.name(),
            verdict.ratio(),
            verdict.goal(),
            verdict.reached() ? "reached" : "missed",
            comparison.rounds().size());
  }

  private static String label(String side, Spread spread) {
    return String.format(Locale.ROOT, "%s: %s", side, spread);
  }

  /** A row for each side, so that each has its colour. */
  private static DefaultCategoryDataset medians(String[] labels, Spread ours, Spread peer) {
    DefaultCategoryDataset medians = new DefaultCategoryDataset();
    medians.addValue(ours.median(), "ours", labels[0]);
    medians.addValue(peer.median(), "peer", labels[1]);
    return medians;
  }

  private static DefaultCategoryDataset ends(String[] labels, Spread ours, Spread peer) {
    DefaultCategoryDataset ends = new DefaultCategoryDataset();
    ends.addValue(ours.least(), "least", labels[0]);
    ends.addValue(peer.least(), "least", labels[1]);
    ends.addValue(ours.most(), "most", labels[0]);
    ends.addValue(peer.most(), "most", labels[1]);
    return ends;
  }

  /** Stacked, so that each stands in the middle of its place: the other's is empty. */
  private static StackedBarRenderer bars() {
    StackedBarRenderer bars = new StackedBarRenderer();
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setMaximumBarWidth(0.2);
    bars.setSeriesPaint(0, Plot.BLUE);
    bars.setSeriesPaint(1, Plot.ORANGE);
    return bars;
  }

  private static MinMaxCategoryRenderer whiskers() {
    MinMaxCategoryRenderer whiskers = new MinMaxCategoryRenderer();
    whiskers.setDrawLines(false);
    whiskers.setGroupPaint(Color.BLACK);
    whiskers.setGroupStroke(new BasicStroke(2));
    whiskers.setMinIcon(new Cap(12));
    whiskers.setMaxIcon(new Cap(12));
    whiskers.setObjectIcon(new Cap(0));
    return whiskers;
  }

  /** The end of a whisker. */
  private record Cap(int reach) implements Icon {

    @Override
    public void paintIcon(@Nullable Component component, Graphics graphics, int x, int y) {
      graphics.drawLine(x - reach, y, x + reach, y);
    }

    @Override
    public int getIconWidth() {
      return 2 * reach;
    }

    @Override
    public int getIconHeight() {
      return 1;
    }
  }
}
