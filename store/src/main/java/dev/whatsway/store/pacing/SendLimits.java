package dev.whatsway.store.pacing;

import dev.whatsway.contract.message.Failure;
import dev.whatsway.contract.message.SendResult.RateLimited;
import dev.whatsway.contract.message.SendResult.RateLimited.Scope;
import dev.whatsway.store.pacing.PairRate.Pair;
import dev.whatsway.store.pacing.PortfolioBudget.Portfolio;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The limits that depend on the recipient: the pair rate and the portfolio's budget. What passes is
 * taken from them at once, in the transaction that claims the sends: who then does not send has
 * cost them a little.
 */
@Repository
public class SendLimits {

  private static final Failure PAIR_FAILURE =
      new Failure(0, "Pair rate reached", "Not offered to Meta");
  private static final Failure PORTFOLIO_FAILURE =
      new Failure(0, "Messaging limit of the portfolio reached", "Not offered to Meta");

  private final PairRate pairs;
  private final PortfolioBudget portfolios;

  public SendLimits(JdbcClient jdbc) {
    this.pairs = new PairRate(jdbc);
    this.portfolios = new PortfolioBudget(jdbc);
  }

  /**
   * A send to be.
   *
   * @param id what the answer names it by
   * @param recipient E.164 with its plus sign
   * @param portfolio Meta's id of the portfolio, else of the WABA
   * @param messagingLimit Meta's word for the portfolio's limit, null where it is not known
   */
  public record Candidate(
      UUID id,
      UUID channelId,
      String recipient,
      UUID accountId,
      String portfolio,
      @Nullable String messagingLimit) {

    private Pair pair() {
      return new Pair(channelId, PersonKey.of(recipient));
    }

    /** Leaves out the person. */
    @Override
    public String toString() {
      return "Candidate[id=" + id + "]";
    }
  }

  /**
   * Takes the sends that are free from the limits, within the caller's transaction; earlier ones
   * first. Of several to one pair only the first is taken.
   *
   * @return the answer for each that is not free now
   */
  public Map<UUID, RateLimited> take(Collection<Candidate> candidates, Instant now) {
    Map<UUID, RateLimited> limited = new HashMap<>();
    if (!candidates.isEmpty()) {
      takePortfolios(takePairs(candidates, now, limited), now, limited);
    }
    return limited;
  }

  private List<Candidate> takePairs(
      Collection<Candidate> candidates, Instant now, Map<UUID, RateLimited> limited) {
    Map<Pair, Candidate> first = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (first.putIfAbsent(candidate.pair(), candidate) != null) {
        limited.put(candidate.id(), limited(Scope.PAIR, PairRate.INTERVAL, PAIR_FAILURE));
      }
    }
    Map<Pair, Duration> refused = pairs.take(List.copyOf(first.keySet()), now);
    List<Candidate> free = new ArrayList<>();
    first.forEach(
        (pair, candidate) -> {
          Duration delay = refused.get(pair);
          if (delay == null) {
            free.add(candidate);
          } else {
            limited.put(candidate.id(), limited(Scope.PAIR, delay, PAIR_FAILURE));
          }
        });
    return free;
  }

  private void takePortfolios(
      List<Candidate> candidates, Instant now, Map<UUID, RateLimited> limited) {
    // Sorted: portfolios are locked in one order by everyone.
    Map<Portfolio, List<Candidate>> byPortfolio = new TreeMap<>();
    for (Candidate candidate : candidates) {
      if (MessagingLimit.people(candidate.messagingLimit()).isPresent()) {
        byPortfolio
            .computeIfAbsent(
                new Portfolio(candidate.accountId(), candidate.portfolio()), p -> new ArrayList<>())
            .add(candidate);
      }
    }
    byPortfolio.forEach((portfolio, its) -> takePortfolio(portfolio, its, now, limited));
  }

  private void takePortfolio(
      Portfolio portfolio, List<Candidate> its, Instant now, Map<UUID, RateLimited> limited) {
    // Its channels may have learnt of a change one after the other: the strictest word holds.
    long limit =
        its.stream()
            .map(candidate -> MessagingLimit.people(candidate.messagingLimit()))
            .mapToLong(OptionalLong::orElseThrow)
            .min()
            .orElseThrow();
    Set<UUID> persons = new LinkedHashSet<>();
    its.forEach(candidate -> persons.add(candidate.pair().recipient()));
    Set<UUID> within = portfolios.count(portfolio, List.copyOf(persons), limit, now);
    if (within.size() == persons.size()) {
      return;
    }
    Duration delay = portfolios.freesAfter(portfolio, limit, now);
    for (Candidate candidate : its) {
      if (!within.contains(candidate.pair().recipient())) {
        limited.put(candidate.id(), limited(Scope.PORTFOLIO, delay, PORTFOLIO_FAILURE));
      }
    }
  }

  /**
   * Clears away up to {@code limit} rows of each kind that limit nobody any more.
   *
   * @return the most that were cleared away of one kind; {@code limit} where there may be more
   */
  public int forget(Instant now, int limit) {
    return Math.max(pairs.forgetPaid(now, limit), portfolios.forget(now, limit));
  }

  private static RateLimited limited(Scope scope, Duration delay, Failure failure) {
    return new RateLimited(null, scope, delay, failure);
  }
}
