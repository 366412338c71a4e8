package dev.whatsway.workers.webhook.reading;

import dev.whatsway.store.inbox.EventSplitter;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.store.inbox.ReceivedEvent;
import dev.whatsway.store.inbox.Signer;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks as Meta sends them, one file for each kind and shape, taken the way of the product:
 * apart by the ingress, then read by the dispatcher.
 */
public final class Fixtures {

  public static final String WABA = "102290129340398";
  public static final String NUMBER = "106540352242922";

  /** When the files' events happened. */
  public static final Instant AT = Instant.ofEpochSecond(1751142888);

  static final Instant RECEIVED = Instant.parse("2026-11-24T08:00:00Z");

  private static final JsonMapper JSON = new JsonMapper();
  private static final EventSplitter SPLITTER = new EventSplitter(JSON);
  private static final WebhookParser PARSER = new WebhookParser(JSON);

  /** Returns the file's body. */
  public static byte[] body(String name) {
    try (InputStream file = Fixtures.class.getResourceAsStream("/webhooks/" + name + ".json")) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<WebhookFact> facts(String name) {
    return facts(body(name));
  }

  static List<WebhookFact> facts(byte[] body) {
    return events(body, Nobody.HERE).stream()
        .map(
            event ->
                PARSER.read(
                    new PendingEvent(
                        1, event.kind(), event.phoneNumberId(), event.payload(), RECEIVED, 1)))
        .toList();
  }

  /** Returns the events of a body that a certain app has signed. */
  public static List<ReceivedEvent> events(byte[] body, Signer signer) {
    return SPLITTER.split(body, signer);
  }

  static List<String> names() {
    try (Stream<Path> files =
        Files.list(
            Path.of(Objects.requireNonNull(Fixtures.class.getResource("/webhooks")).toURI()))) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .sorted()
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The app of numbers that are no channels here. */
  private enum Nobody implements Signer {
    HERE;

    @Override
    public boolean speaksForNumber(String phoneNumberId) {
      return true;
    }

    @Override
    public boolean speaksForWaba(String wabaId) {
      return true;
    }

    @Override
    public Collection<UUID> accountsOfNumber(String phoneNumberId) {
      return List.of();
    }

    @Override
    public Collection<UUID> accountsOfWaba(String wabaId) {
      return List.of();
    }
  }

  private Fixtures() {}
}
