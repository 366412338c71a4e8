package dev.whatsway.simulator;

/** Answers with Meta's errors, after the usual latency, and counts them. */
final class Refusals {
  private final ErrorCatalogue errors;
  private final BehaviourStore behaviour;
  private final Account account;

  Refusals(ErrorCatalogue errors, BehaviourStore behaviour, Account account) {
    this.errors = errors;
    this.behaviour = behaviour;
    this.account = account;
  }

  Answer answer(GraphError error) {
    ErrorCatalogue.Entry entry = errors.entry(error.key());
    account.refused(entry.code());
    return Answer.json(entry.http(), errors.body(error))
        .after(Chance.within(behaviour.current().latencyMs()));
  }
}
