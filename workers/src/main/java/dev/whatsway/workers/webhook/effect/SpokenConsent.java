package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.consent.OptOutButtons;
import dev.whatsway.store.consent.OptOutKeywords;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.contact.Word;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.store.contact.Word.Kind;
import dev.whatsway.workers.webhook.fact.InboundContent.Button;
import dev.whatsway.workers.webhook.fact.InboundContent.ButtonReply;
import dev.whatsway.workers.webhook.fact.InboundContent.Text;
import dev.whatsway.workers.webhook.fact.InboundMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Heeds messages that are a keyword, and buttons that opt out: those whose text is a keyword and
 * those their template marks. A reply that merely quotes a keyword is neither.
 */
@Component
public class SpokenConsent {

  private final OptOutKeywords keywords;
  private final OptOutButtons buttons;
  private final MarketingPreferences preferences;
  private final Identities identities;

  public SpokenConsent(
      OptOutKeywords keywords,
      OptOutButtons buttons,
      MarketingPreferences preferences,
      Identities identities) {
    this.keywords = keywords;
    this.buttons = buttons;
    this.preferences = preferences;
    this.identities = identities;
  }

  /**
   * Stores what the message says about marketing, if it does; repeating it changes nothing.
   *
   * @param phone the sender's number, null where it is not known
   */
  void heed(UUID accountId, @Nullable String phone, InboundMessage message) {
    Optional<Kind> kind = read(accountId, message);
    if (kind.isEmpty()) {
      return;
    }
    boolean text = message.content() instanceof Text;
    Word word =
        new Word(
            text ? By.KEYWORD : By.QUICK_REPLY,
            text ? "a message that is a keyword" : "a button",
            message.wamid(),
            message.at());
    boolean out = kind.get() == Kind.OPT_OUT;
    if (phone != null && out) {
      preferences.optOut(accountId, phone, word);
    } else if (phone != null) {
      preferences.optInAgain(accountId, phone, word);
    } else if (message.fromUserId() != null && out) {
      identities.stop(accountId, message.fromUserId(), message.at());
    } else if (message.fromUserId() != null) {
      identities.resume(accountId, message.fromUserId(), word);
    }
  }

  private Optional<Kind> read(UUID accountId, InboundMessage message) {
    if (message.content() instanceof Text text) {
      return keywords.of(accountId).read(text.body());
    }
    if (message.content() instanceof Button button) {
      return button(accountId, message, button.text(), button.payload());
    }
    if (message.content() instanceof ButtonReply reply) {
      return button(accountId, message, reply.title(), reply.id());
    }
    return Optional.empty();
  }

  private Optional<Kind> button(
      UUID accountId, InboundMessage message, String text, @Nullable String payload) {
    List<String> said = Stream.of(text, payload == null ? "" : payload).toList();
    boolean marked =
        buttons.of(accountId, message.contextId()).stream()
            .anyMatch(mark -> said.stream().anyMatch(word -> OptOutKeywords.same(mark, word)));
    return marked ? Optional.of(Kind.OPT_OUT) : keywords.of(accountId).read(text);
  }
}
