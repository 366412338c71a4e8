package dev.whatsway.journey.condition;

/**
 * One thing that is wrong with a condition.
 *
 * @param line from 1; 0 where it is the condition as a whole
 * @param column from 1, in code points; 0 where it is the condition as a whole
 * @param wrong what is wrong; names variables, fields and functions, never a text of the condition
 * @param right what would be right
 */
public record ConditionProblem(int line, int column, String wrong, String right) {

  static ConditionProblem ofWhole(String wrong, String right) {
    return new ConditionProblem(0, 0, wrong, right);
  }

  /** Returns it in a sentence, such as for the field of a request. */
  public String sentence() {
    String place = line == 0 ? "" : "line " + line + ", column " + column + ": ";
    return place + wrong + "; " + right + ".";
  }
}
