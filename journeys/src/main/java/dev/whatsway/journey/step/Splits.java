package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.Visit;
import java.util.Optional;

/** Who came into which arm of a split, and whether one has won. */
public interface Splits {

  /** Returns the arm that has won, decided now where enough people came; empty where none has. */
  Optional<SplitSettings.Arm> winner(Visit visit, SplitSettings settings);

  /** Notes that somebody comes into an arm; a repetition for the same visit changes nothing. */
  void enters(Visit visit, String arm);
}
