package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.GrowthResult.Size;
import java.awt.BasicStroke;
import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.StandardXYItemLabelGenerator;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What a thousand recipients take, and the workers' heap, over how many there are. */
final class GrowthPlot {

  private static final Color[] COLOURS = {Plot.BLUE, Plot.ORANGE, Plot.GREEN};

  private GrowthPlot() {}

  static Plot of(GrowthResult result) {
    CombinedDomainXYPlot both = new CombinedDomainXYPlot(people(result));
    both.setGap(14);
    both.add(
        lines(
            "seconds per 1,000 recipients",
            "0.00",
            series(result, "seconds per 1,000 recipients", Size::secondsPerThousand)));
    both.add(
        lines(
            "workers' heap, MB",
            "0",
            series(result, "most used", size -> size.heap().mostUsed() / Heap.MEGABYTE),
            series(result, "most live", size -> size.heap().mostLive() / Heap.MEGABYTE),
            series(result, "limit", size -> size.heap().limit() / Heap.MEGABYTE)));
    JFreeChart chart = Plot.chart(title(result), both, true);
    chart.getLegend().setItemFont(Plot.LABEL);
    return new Plot("growth", chart);
  }

  private static String title(GrowthResult result) {
    Verdict time = result.verdicts().get(0);
    return "growth: time per recipient, largest to smallest: ratio %s, goal %s (%s)"
        .formatted(time.ratio(), time.goal(), time.reached() ? "reached" : "missed");
  }

  private static LogAxis people(GrowthResult result) {
    LogAxis people = new LogAxis("recipients");
    people.setBase(10);
    people.setTickUnit(new NumberTickUnit(1));
    people.setMinorTickMarksVisible(true);
    people.setNumberFormatOverride(format("#,##0"));
    people.setLabelFont(Plot.LABEL);
    people.setTickLabelFont(Plot.LABEL);
    double least = result.sizes().get(0).recipients();
    double most = result.sizes().get(result.sizes().size() - 1).recipients();
    people.setRange(least / 2, most * 2);
    return people;
  }

  private static XYPlot lines(String label, String format, XYSeries... all) {
    XYSeriesCollection values = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    double most = 0;
    for (int index = 0; index < all.length; index++) {
      values.addSeries(all[index]);
      most = Math.max(most, all[index].getMaxY());
      renderer.setSeriesPaint(index, COLOURS[index]);
      renderer.setSeriesStroke(index, new BasicStroke(2));
      // The axis names what stands alone.
      renderer.setSeriesVisibleInLegend(index, all.length > 1);
    }
    renderer.setDefaultItemLabelGenerator(
        new StandardXYItemLabelGenerator("{2}", format("#,##0"), format(format)));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(Plot.LABEL);
    NumberAxis axis = new NumberAxis(label);
    Plot.fromNothingTo(most, axis);
    XYPlot plot = new XYPlot(values, null, axis, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Plot.GRID);
    plot.setDomainGridlinePaint(Plot.GRID);
    return plot;
  }

  private static XYSeries series(GrowthResult result, String name, ToDoubleFunction<Size> value) {
    XYSeries series = new XYSeries(name);
    result.sizes().forEach(size -> series.add(size.recipients(), value.applyAsDouble(size)));
    return series;
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}
