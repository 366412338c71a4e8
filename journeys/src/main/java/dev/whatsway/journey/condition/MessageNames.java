package dev.whatsway.journey.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the steps whose messages a condition names: {@code messages.a}, {@code messages["a"]} and
 * {@code "a" in messages}.
 */
final class MessageNames {

  private static final String MESSAGES = "messages";

  static Set<String> in(CelAbstractSyntaxTree ast) {
    Set<String> names = new TreeSet<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .forEach(
            expr -> {
              String name = name(expr);
              if (name != null) {
                names.add(name);
              }
            });
    return names;
  }

  private static @Nullable String name(CelExpr expr) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT) {
      return isMessages(expr.select().operand()) ? expr.select().field() : null;
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return null;
    }
    List<CelExpr> args = expr.call().args();
    return switch (expr.call().function()) {
      case "_[_]" -> isMessages(args.get(0)) ? text(args.get(1)) : null;
      case "@in" -> isMessages(args.get(1)) ? text(args.get(0)) : null;
      default -> null;
    };
  }

  private static boolean isMessages(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT && expr.ident().name().equals(MESSAGES);
  }

  private static @Nullable String text(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? expr.constant().stringValue()
        : null;
  }

  private MessageNames() {}
}
