package dev.whatsway.contract.journey;

/**
 * A setting that names the step to go to: a link of the journey, which is checked to lead to a step
 * that exists. {@link #EXIT} ends the journey.
 */
public record StepRef(String id) {

  /** The id that no step may have: the journey's end. */
  public static final String EXIT = "exit";
}
