package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.consent.Suppression;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.contact.PhoneTwins;
import dev.whatsway.store.contact.Word;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.workers.webhook.fact.InboundContent.SystemNote;
import dev.whatsway.workers.webhook.fact.InboundMessage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out who wrote, and follows them to a new number. */
@Component
public class Senders {

  private final Identities identities;
  private final Contacts contacts;
  private final Suppressions suppressions;
  private final MarketingPreferences preferences;

  public Senders(
      Identities identities,
      Contacts contacts,
      Suppressions suppressions,
      MarketingPreferences preferences) {
    this.identities = identities;
    this.contacts = contacts;
    this.suppressions = suppressions;
    this.preferences = preferences;
  }

  /** Returns the sender's number, null where neither Meta nor we know it. */
  @Nullable String phone(UUID accountId, InboundMessage message) {
    String userId = message.fromUserId();
    if (message.from() == null) {
      return userId == null ? null : identities.phone(accountId, userId).orElse(null);
    }
    return message.from();
  }

  /** Notes who wrote. */
  void meet(UUID accountId, InboundMessage message) {
    if (message.from() != null && message.fromUserId() != null) {
      meet(accountId, message.fromUserId(), message.from());
    }
  }

  /** Notes that a webhook named a number and its BSUID; nothing of somebody who was erased. */
  void meet(UUID accountId, String userId, String phone) {
    if (!isErased(accountId, phone)) {
      identities.learn(accountId, userId, phone);
    }
  }

  /**
   * Returns the contacts that the number may stand for, making one of a stranger. None of somebody
   * who was erased: nothing is kept of them.
   */
  List<UUID> contacts(UUID accountId, String phone) {
    return isErased(accountId, phone) ? List.of() : contacts.meet(accountId, phone);
  }

  private boolean isErased(UUID accountId, String phone) {
    return suppressions.find(accountId, phone).filter(Suppression::erased).isPresent();
  }

  /** Who has stopped by one number must not be written to by the next. */
  void follow(UUID accountId, String formerPhone, SystemNote note, InboundMessage message) {
    String phone = note.newPhone();
    if (phone == null || phone.equals(formerPhone)) {
      return;
    }
    suppressions
        .find(accountId, formerPhone)
        .ifPresent(
            list ->
                suppressions.put(accountId, phone, list.reason() + " (by their former number)"));
    boolean optedOut =
        PhoneTwins.of(formerPhone).stream()
            .anyMatch(
                form ->
                    contacts
                        .find(accountId, form)
                        .filter(contact -> contact.optedOut())
                        .isPresent());
    if (optedOut) {
      preferences.optOut(
          accountId,
          phone,
          new Word(By.WEBHOOK, "opted out by their former number", message.wamid(), message.at()));
    }
  }
}
