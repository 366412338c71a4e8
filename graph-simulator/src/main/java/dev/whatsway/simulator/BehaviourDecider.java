package dev.whatsway.simulator;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides a recipient's fate: their own entry, else the longest matching prefix, else the rates. A
 * rate is drawn by a hash of seed, field and number, so one number behaves alike across restarts,
 * and changing one rate leaves all other draws as they were.
 */
final class BehaviourDecider {
  private static final String CAP = "131049";

  private final BehaviourStore behaviour;

  BehaviourDecider(BehaviourStore behaviour) {
    this.behaviour = behaviour;
  }

  Fate fateOf(String recipient) {
    Behaviour current = behaviour.current();
    Fate own = current.recipients().get(recipient);
    if (own != null) {
      return own;
    }
    for (int length = recipient.length(); length > 0; length--) {
      Fate prefix = current.prefixes().get(recipient.substring(0, length));
      if (prefix != null) {
        return prefix;
      }
    }
    return drawn(current, recipient);
  }

  private static Fate drawn(Behaviour behaviour, String recipient) {
    Rates rates = behaviour.rates();
    Draw draw = new Draw(behaviour.seed(), recipient);
    String fail = draw.value("fail", rates.fail());
    return new Fate(
        draw.value("mm_refusal", rates.mmRefusal()),
        draw.value("refuse", rates.refuse()),
        draw.value("trouble", rates.trouble()),
        rates.troubleTimes(),
        CAP.equals(fail) && !Countries.hasMarketingCap(recipient) ? null : fail,
        draw.valueOr("reach", rates.reach(), Fate.Reach.READ),
        draw.of("click") < rates.click(),
        draw.of("reply") < rates.reply() ? rates.replyText() : null,
        draw.valueOr("copies", rates.copies(), 1),
        draw.valueOr("disorder", rates.disorder(), Fate.Disorder.NONE),
        draw.valueOr("connection", rates.connection(), Fate.Connection.FINE),
        rates.connectionTimes(),
        rates.lateMs(),
        draw.valueOr("hold", rates.hold(), Fate.Hold.NONE));
  }

  private record Draw(long seed, String recipient) {
    <T> T valueOr(String field, Map<T, Double> shares, T otherwise) {
      T value = value(field, shares);
      return value == null ? otherwise : value;
    }

    <T> @Nullable T value(String field, Map<T, Double> shares) {
      if (shares.isEmpty()) {
        return null;
      }
      double left = of(field);
      // Sorted, so that the order of a file's fields decides nothing.
      Map<String, Map.Entry<T, Double>> sorted = new TreeMap<>();
      shares.entrySet().forEach(entry -> sorted.put(entry.getKey().toString(), entry));
      for (Map.Entry<T, Double> entry : sorted.values()) {
        left -= entry.getValue();
        if (left < 0) {
          return entry.getKey();
        }
      }
      return null;
    }

    double of(String field) {
      long hash = Hash.of(seed, field);
      return (Hash.of(hash, recipient) >>> 11) * 0x1.0p-53;
    }
  }
}
