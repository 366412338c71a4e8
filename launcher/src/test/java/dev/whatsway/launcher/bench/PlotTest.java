package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.launcher.bench.Comparison.Round;
import dev.whatsway.launcher.console.LauncherException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.data.category.CategoryDataset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

  private static final long MOST_BYTES = 60_000;

  @TempDir Path temp;

  @BeforeAll
  static void needsFonts() {
    Drawing.require();
  }

  @Test
  void a_bar_is_as_high_as_the_median_and_its_whisker_goes_from_least_to_most() {
    CategoryPlot plot = ComparisonPlot.of(comparison()).chart().getCategoryPlot();

    assertThat(column(plot.getDataset(0), 0)).containsExactly(700.0, null);
    assertThat(column(plot.getDataset(0), 1)).containsExactly(null, 500.0);
    assertThat(column(plot.getDataset(1), 0)).containsExactly(600.0, 900.0);
    assertThat(column(plot.getDataset(1), 1)).containsExactly(450.0, 520.0);
    assertThat(plot.getRangeAxis().getLowerBound()).isZero();
    assertThat(plot.getRangeAxis().getUpperBound()).isGreaterThan(900);
  }

  @Test
  void its_title_tells_ratio_and_goal() {
    assertThat(ComparisonPlot.of(comparison()).chart().getTitle().getText())
        .isEqualTo("bulk: ratio 1.40, goal at least 1.20 (reached), 3 rounds");
  }

  @Test
  void what_is_drawn_can_be_read_again_and_is_small() throws IOException {
    GrowthResult growth =
        new GrowthResult(
            List.of(
                GrowthResultTest.size(10_000, 12, 500_000_000, 300),
                GrowthResultTest.size(100_000, 110, 500_000_000, 900),
                GrowthResultTest.size(1_000_000, 1_150, 500_000_000, 2_000)));

    for (Plot plot : List.of(comparison().plots().get(0), growth.plots().get(0))) {
      Path file = plot.write(temp.resolve("plots"));

      assertThat(Files.size(file)).isLessThan(MOST_BYTES);
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(image.getWidth()).isEqualTo(900);
      assertThat(colours(image)).contains(Plot.BLUE.getRGB(), Plot.ORANGE.getRGB());
    }
  }

  @Test
  void where_java_finds_no_fonts_it_says_what_to_install() {
    assertThatThrownBy(
            () ->
                Drawing.require(
                    () -> {
                      throw new InternalError("no fonts");
                    }))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("no fonts")
        .hasMessageContaining("apt-get install fontconfig fonts-dejavu-core");
  }

  private static Number[] column(CategoryDataset values, int column) {
    return new Number[] {values.getValue(0, column), values.getValue(1, column)};
  }

  private static List<Integer> colours(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).distinct().boxed().toList();
  }

  private static Comparison comparison() {
    return new Comparison(
        "bulk",
        "WhatsWay, ledger, each message sent, delivered and read",
        "BullMQ on Redis, each message accepted",
        "messages/s",
        1.2,
        List.of(round(600, 450), round(700, 500), round(900, 520)));
  }

  private static Round round(double ours, double peer) {
    return new Round(ours, peer, Map.of());
  }
}
