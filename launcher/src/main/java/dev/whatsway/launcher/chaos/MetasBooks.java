package dev.whatsway.launcher.chaos;

import java.time.Instant;
import java.util.List;

/**
 * What the simulator says it took.
 *
 * @param duplicates sends of a content that the same person had been sent
 * @param pendingWebhooks events that are not acknowledged yet
 * @param lostAnswers attempts whose answer was lost by order of the behaviour, taken or not
 */
record MetasBooks(
    long duplicates, long pendingWebhooks, List<Send> sends, List<LostAnswer> lostAnswers) {

  /**
   * @param recipient digits without plus sign
   * @param attempt what we gave the call as its callback data: the id of our attempt
   */
  record Send(String recipient, Instant at, String attempt) {}

  /**
   * @param how the simulator's word for the fault
   */
  record LostAnswer(String attempt, String how) {}
}
