package dev.whatsway.launcher.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All goals of a run beneath each other, for a person. */
final class VerdictTable {

  private static final List<String> HEAD =
      List.of("case", "ours", "peer", "ratio", "goal", "reached");

  private VerdictTable() {}

  /** Returns its lines, the head first; none where there is no verdict. */
  static List<String> lines(List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    verdicts.forEach(each -> rows.add(cells(each)));
    List<Integer> widths =
        IntStream.range(0, HEAD.size())
            .mapToObj(column -> rows.stream().mapToInt(row -> row.get(column).length()).max())
            .map(width -> width.orElse(0))
            .toList();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static List<String> cells(Verdict verdict) {
    return List.of(
        verdict.what(),
        verdict.ours(),
        verdict.peer(),
        verdict.ratio(),
        verdict.goal(),
        verdict.reached() ? "yes" : "no");
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append("  ").append(cell).append(" ".repeat(widths.get(column) - cell.length()));
    }
    return line.toString().stripTrailing();
  }
}
