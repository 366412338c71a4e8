package dev.whatsway.journey.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds loops to what a person costs little. A loop gives a name to what it goes through, so a text
 * that is put together in loops within each other would double with each of them.
 */
final class Loops {

  private static final int DEEPEST = 2;

  /** What adding makes no larger. */
  private static final Set<CelType> NUMBERS =
      Set.of(
          SimpleType.INT,
          SimpleType.UINT,
          SimpleType.DOUBLE,
          SimpleType.DURATION,
          SimpleType.TIMESTAMP);

  static List<ConditionProblem> problems(CelAbstractSyntaxTree ast) {
    List<ConditionProblem> problems = new ArrayList<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .forEach(
            node -> {
              if (node.expr().getKind() == CelExpr.ExprKind.Kind.COMPREHENSION
                  && depth(node) >= DEEPEST) {
                problems.add(tooDeep(ast, node));
              } else if (adds(node) && depth(node) > 0 && grows(ast, node)) {
                problems.add(growing(ast, node));
              }
            });
    return problems;
  }

  /** Returns how many loops the node stands in. */
  static int depth(CelNavigableExpr node) {
    int depth = 0;
    for (Optional<CelNavigableExpr> up = node.parent(); up.isPresent(); up = up.get().parent()) {
      if (up.get().expr().getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
        depth++;
      }
    }
    return depth;
  }

  private static boolean adds(CelNavigableExpr node) {
    return node.expr().getKind() == CelExpr.ExprKind.Kind.CALL
        && node.expr().call().function().equals("_+_");
  }

  private static boolean grows(CelAbstractSyntaxTree ast, CelNavigableExpr node) {
    CelExpr first = node.expr().call().args().get(0);
    // The loop's own way to collect what it has found; no source can name it so.
    boolean collects =
        first.getKind() == CelExpr.ExprKind.Kind.IDENT && first.ident().name().startsWith("@");
    return !collects && !ast.getType(node.expr().id()).map(NUMBERS::contains).orElse(false);
  }

  private static ConditionProblem tooDeep(CelAbstractSyntaxTree ast, CelNavigableExpr node) {
    return Places.at(
        ast,
        node.expr().id(),
        "there are more than %d of all, exists and filter within each other".formatted(DEEPEST),
        "have at most %d within each other".formatted(DEEPEST));
  }

  private static ConditionProblem growing(CelAbstractSyntaxTree ast, CelNavigableExpr node) {
    return Places.at(
        ast,
        node.expr().id(),
        "texts or lists are added within all, exists or filter",
        "compare the parts, or add them outside");
  }

  private Loops() {}
}
