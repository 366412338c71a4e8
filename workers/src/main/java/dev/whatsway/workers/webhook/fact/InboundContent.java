package dev.whatsway.workers.webhook.fact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person sent. */
public sealed interface InboundContent {

  record Text(String body) implements InboundContent {}

  /** A quick reply of a template; the message's context is the template's message. */
  record Button(@Nullable String payload, String text) implements InboundContent {}

  /** A reply button of an interactive message. */
  record ButtonReply(@Nullable String id, String title) implements InboundContent {}

  record ListReply(@Nullable String id, String title, @Nullable String description)
      implements InboundContent {}

  /** A finished flow; {@code responseJson} is text that holds JSON. */
  record FlowReply(@Nullable String name, @Nullable String body, @Nullable String responseJson)
      implements InboundContent {}

  /**
   * A file.
   *
   * @param kind Meta's word: image, video, document, audio, sticker
   * @param id good for seven days
   * @param voice whether it was recorded in WhatsApp
   */
  record Media(
      String kind,
      @Nullable String id,
      @Nullable String mimeType,
      @Nullable String caption,
      @Nullable String filename,
      boolean voice)
      implements InboundContent {}

  /**
   * A reaction to a message.
   *
   * @param emoji null where it was taken back
   */
  record Reaction(@Nullable String messageId, @Nullable String emoji) implements InboundContent {}

  record Order(@Nullable String catalogId, @Nullable String text, List<Item> items)
      implements InboundContent {

    /** Amounts stay as Meta writes them. */
    public record Item(
        @Nullable String productId,
        int quantity,
        @Nullable String price,
        @Nullable String currency) {}
  }

  record Location(
      @Nullable Double latitude,
      @Nullable Double longitude,
      @Nullable String name,
      @Nullable String address)
      implements InboundContent {}

  /** Cards of other people, of whom the product keeps nothing. */
  record Contacts(int count) implements InboundContent {}

  /**
   * Meta's note on a person.
   *
   * @param type {@code user_changed_number}, {@code user_identity_changed} or {@code
   *     user_changed_user_id}; others may come
   * @param newPhone E.164 with its plus sign
   */
  record SystemNote(
      @Nullable String type,
      @Nullable String newPhone,
      @Nullable String newUserId,
      @Nullable String newParentUserId)
      implements InboundContent {}

  /**
   * Something that WhatsApp's API does not carry.
   *
   * @param code Meta's, 131051 as a rule; 0 where it gave none
   */
  record Unsupported(@Nullable String type, int code) implements InboundContent {}

  /**
   * An earlier message was changed.
   *
   * @param text the new text, null where it is none
   */
  record Edit(@Nullable String originalId, @Nullable String text) implements InboundContent {}

  /** An earlier message was deleted. */
  record Revoke(@Nullable String originalId) implements InboundContent {}

  /** A kind of message that is not known here. */
  record Other(String type) implements InboundContent {}
}
