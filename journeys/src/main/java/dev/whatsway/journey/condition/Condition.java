package dev.whatsway.journey.condition;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A condition on a person, in CEL; {@code docs/conditions.md} is its manual. Safe for any number of
 * threads, and bounded in what it costs whoever wrote it: the source by its length, nesting and
 * number of parts, a test by its iterations and the size of its regular expressions.
 */
public final class Condition {

  /** The longest source, in characters. */
  public static final int MAX_LENGTH = Language.MAX_SOURCE;

  static final int MAX_PROBLEMS = 5;

  private final String source;
  private final Program program;
  private final Set<String> messages;

  private Condition(String source, Program program, Set<String> messages) {
    this.source = source;
    this.program = program;
    this.messages = messages;
  }

  /** Reads a condition that may ask for everything. */
  public static Compilation compile(String source) {
    return compile(source, Scope.JOURNEY);
  }

  /** Reads a condition; whatever the source is, nothing is thrown. */
  public static Compilation compile(String source, Scope scope) {
    if (source.length() > MAX_LENGTH) {
      return refused(
          ConditionProblem.ofWhole(
              "the condition is longer than " + MAX_LENGTH + " characters",
              "write a shorter one, such as by an attribute that is set when contacts are stored"));
    }
    if (source.isBlank()) {
      return refused(
          ConditionProblem.ofWhole(
              "the condition is empty", "write true for everybody, or what people must fulfil"));
    }
    if (source.codePoints().anyMatch(Condition::unstorable)) {
      return refused(
          ConditionProblem.ofWhole(
              "the condition holds a character that no text can have",
              "leave out zero characters and halves of surrogate pairs"));
    }
    Cel cel = scope == Scope.SEGMENT ? Language.SEGMENT : Language.JOURNEY;
    CelValidationResult result = cel.compile(source);
    if (result.hasError()) {
      return new Compilation.Refused(new IssueWords(scope).problems(result.getErrors()));
    }
    try {
      return checked(source, cel, result.getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      return refused(
          ConditionProblem.ofWhole("the condition cannot be prepared", "write it in another way"));
    }
  }

  private static Compilation checked(String source, Cel cel, CelAbstractSyntaxTree ast)
      throws CelEvaluationException {
    List<ConditionProblem> problems = new ArrayList<>(Regexes.problems(ast));
    problems.addAll(Loops.problems(ast));
    return problems.isEmpty()
        ? new Compilation.Compiled(
            new Condition(source, cel.createProgram(ast), MessageNames.in(ast)))
        : new Compilation.Refused(problems.stream().limit(MAX_PROBLEMS).toList());
  }

  private static boolean unstorable(int codePoint) {
    return codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static Compilation refused(ConditionProblem problem) {
    return new Compilation.Refused(List.of(problem));
  }

  /** Returns the condition as it was written. */
  public String source() {
    return source;
  }

  /**
   * Returns the steps whose messages it asks for by their names, whatever it then does with them.
   */
  public Set<String> messages() {
    return messages;
  }

  /**
   * Returns whether the source has this name in it, so that what is costly to know need not be
   * found out for nothing.
   */
  public boolean mentions(String name) {
    return source.contains(name);
  }

  /** Tests it. What it needs and is missing or cannot be read makes it undecided, so no match. */
  public Verdict test(Facts facts) {
    try {
      return Boolean.TRUE.equals(program.eval(new FactValues(facts))) ? Verdict.YES : Verdict.NO;
    } catch (CelEvaluationException e) {
      return Verdict.undecided(note(e));
    }
  }

  /** The exception's own message may hold values of the person. */
  private static String note(CelEvaluationException e) {
    return switch (e.getErrorCode()) {
      case ATTRIBUTE_NOT_FOUND -> "something that the condition asks for is not known";
      case BAD_FORMAT, INVALID_ARGUMENT, INTERNAL_ERROR ->
          "a text cannot be read as the number, date or time that the condition takes it for";
      case DIVIDE_BY_ZERO -> "the condition divides by zero";
      case NUMERIC_OVERFLOW -> "a number or time is out of bounds";
      case INDEX_OUT_OF_BOUNDS -> "a list has fewer elements than the condition asks for";
      case ITERATION_BUDGET_EXCEEDED ->
          "the condition takes more than " + Language.MAX_ITERATIONS + " steps through lists";
      case DUPLICATE_ATTRIBUTE, OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND ->
          "values are not of the types that the condition takes them for";
    };
  }

  @Override
  public String toString() {
    return "Condition[" + source + "]";
  }
}
