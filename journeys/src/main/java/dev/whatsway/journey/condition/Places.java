package dev.whatsway.journey.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import java.util.Optional;

/** Where in the source something stands. */
final class Places {

  static ConditionProblem at(CelAbstractSyntaxTree ast, long id, String wrong, String right) {
    return Optional.ofNullable(ast.getSource().getPositionsMap().get(id))
        .flatMap(ast.getSource()::getOffsetLocation)
        .map((CelSourceLocation l) -> problem(l, wrong, right))
        .orElseGet(() -> ConditionProblem.ofWhole(wrong, right));
  }

  private static ConditionProblem problem(CelSourceLocation place, String wrong, String right) {
    return new ConditionProblem(place.getLine(), place.getColumn() + 1, wrong, right);
  }

  private Places() {}
}
