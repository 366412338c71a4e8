package dev.whatsway.journey.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Holds regular expressions to what a person costs little: they are matched in time linear in text
 * and expression, but are compiled anew for each person, and repetitions in repetitions multiply.
 */
final class Regexes {

  private static final int MAX_LENGTH = 200;
  private static final int MAX_REPETITIONS = 1_000;
  private static final int MAX_EXPRESSIONS = 10;

  private static final java.util.regex.Pattern COUNTED =
      java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

  static List<ConditionProblem> problems(CelAbstractSyntaxTree ast) {
    List<CelNavigableExpr> calls =
        CelNavigableAst.fromAst(ast)
            .getRoot()
            .allNodes()
            .filter(node -> node.expr().getKind() == CelExpr.ExprKind.Kind.CALL)
            .filter(node -> node.expr().call().function().equals("matches"))
            .toList();
    List<ConditionProblem> problems = new ArrayList<>();
    if (calls.size() > MAX_EXPRESSIONS) {
      problems.add(
          ConditionProblem.ofWhole(
              "matches is used more than " + MAX_EXPRESSIONS + " times",
              "compare with ==, in, startsWith or contains where that is enough"));
    }
    for (CelNavigableExpr call : calls) {
      String wrong = wrong(call);
      if (wrong != null) {
        problems.add(at(ast, call.expr().id(), wrong));
      }
    }
    return problems;
  }

  private static @Nullable String wrong(CelNavigableExpr call) {
    if (Loops.depth(call) > 0) {
      return "matches stands within all, exists or filter";
    }
    CelExpr.CelCall matches = call.expr().call();
    CelExpr expression = matches.args().get(matches.args().size() - 1);
    if (expression.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || expression.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return "the regular expression is not a fixed text";
    }
    return wrong(expression.constant().stringValue());
  }

  private static @Nullable String wrong(String regex) {
    if (regex.length() > MAX_LENGTH || repetitions(regex) > MAX_REPETITIONS) {
      return "the regular expression is too large";
    }
    try {
      return Pattern.compile(regex).programSize() > Language.MAX_REGEX_PROGRAM
          ? "the regular expression is too large"
          : null;
    } catch (PatternSyntaxException e) {
      return "the regular expression cannot be read";
    }
  }

  /** At most this often anything of the expression is written out when it is compiled. */
  private static long repetitions(String regex) {
    long product = 1;
    Matcher counted = COUNTED.matcher(regex);
    while (counted.find() && product <= MAX_REPETITIONS) {
      String upper = counted.group(2);
      String count = upper == null || upper.isEmpty() ? counted.group(1) : upper;
      // Nothing that is longer can be a count that is allowed.
      product *= count.length() > 4 ? MAX_REPETITIONS + 1L : Math.max(1, Long.parseLong(count));
    }
    return product;
  }

  private static ConditionProblem at(CelAbstractSyntaxTree ast, long id, String wrong) {
    String right =
        "give one fixed RE2 expression of at most "
            + MAX_LENGTH
            + " characters with small counts, outside of all, exists and filter";
    return Places.at(ast, id, wrong, right);
  }

  private Regexes() {}
}
