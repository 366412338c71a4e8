package dev.whatsway.store.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.store.test.EmbeddedPostgresExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
class TemplateVersionsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final JsonMapper json = new JsonMapper();
  private final Templates templates = new Templates(jdbc, json);
  private final TemplateVersions versions = new TemplateVersions(jdbc, json);
  private final TemplateNews news = new TemplateNews(jdbc, Clock.fixed(NOW, ZoneOffset.UTC));
  private final UUID account = UUID.randomUUID();
  private final UUID id = UUID.randomUUID();

  @BeforeEach
  void anAccount() {
    jdbc.sql("INSERT INTO accounts (id, name, created_at) VALUES (?, 'test', now())")
        .param(account)
        .update();
  }

  @Test
  void what_a_template_said_stays() {
    templates.insert(template("Hi", "PENDING"));
    templates.store(template("Hi", "APPROVED"), Templates.Source.SYNC, null);
    templates.store(template("Hello", "APPROVED"), Templates.Source.SYNC, null);
    news.category(id, "UTILITY");
    news.category(id, "UTILITY");
    news.status(id, "PAUSED", NOW);
    news.quality(id, "YELLOW", NOW);
    templates.edit(id, json.readTree("[{\"type\": \"BODY\", \"text\": \"Hey\"}]"), null, 60, NOW);

    List<TemplateVersion> all = versions.list(id, Integer.MAX_VALUE, 10);
    assertThat(
            all.stream()
                .map(
                    v ->
                        v.version()
                            + " "
                            + v.source()
                            + " "
                            + v.category()
                            + " "
                            + v.status()
                            + " "
                            + v.components().path(0).path("text").asString()))
        .containsExactly(
            "4 api UTILITY PAUSED Hey",
            "3 webhook UTILITY APPROVED Hello",
            "2 sync MARKETING APPROVED Hello",
            "1 api MARKETING PENDING Hi");
    assertThat(versions.list(id, 3, 1)).containsExactly(all.get(2));
    assertThat(templates.find(account, id).orElseThrow().meta())
        .isEqualTo(new MetaSide(null, "YELLOW", null, 60, null));
    assertThatThrownBy(() -> jdbc.sql("UPDATE template_versions SET source = 'api'").update())
        .hasMessageContaining("never changed");
  }

  @Test
  void counts_the_edits_of_what_was_approved() {
    templates.insert(template("Hi", "REJECTED"));
    templates.edit(id, json.readTree("[{\"text\": \"2\"}]"), null, null, NOW);
    assertThat(versions.editsOfApproved(id, NOW.minusSeconds(1))).isZero();
    news.status(id, "APPROVED", NOW);
    templates.edit(id, json.readTree("[{\"text\": \"3\"}]"), null, null, NOW);
    templates.store(template("by Meta", "APPROVED"), Templates.Source.SYNC, null);
    assertThat(versions.editsOfApproved(id, NOW.minusSeconds(1))).isEqualTo(1);
    assertThat(versions.editsOfApproved(id, NOW)).isZero();
  }

  @Test
  void a_deletion_has_its_time_whoever_tells_it_and_none_once_it_is_there_again() {
    templates.insert(template("Hi", "APPROVED"));
    assertThat(templates.deletedAt(account, "waba", "sale", "en")).isEmpty();
    news.status(id, "PENDING_DELETION", NOW);
    templates.markDeleted(id, null, NOW.plus(Duration.ofDays(1)));
    assertThat(templates.deletedAt(account, "waba", "sale", "en")).contains(NOW);
    templates.store(template("Hi", "PENDING"), Templates.Source.SYNC, null);
    assertThat(templates.deletedAt(account, "waba", "sale", "en")).isEmpty();
  }

  @Test
  void other_samples_are_no_other_content() {
    assertThat(templates.store(media("one"), Templates.Source.SYNC, null))
        .isEqualTo(Templates.Stored.CREATED);
    assertThat(templates.store(media("two"), Templates.Source.SYNC, null))
        .isEqualTo(Templates.Stored.UNCHANGED);
    templates.edit(id, media("three").components(), null, null, NOW);
    assertThat(versions.list(id, Integer.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void a_late_webhook_does_not_revive_what_was_deleted_but_another_template_of_the_name_does() {
    templates.store(ofMeta("1", "GREEN"), Templates.Source.SYNC, null);
    news.quality(id, "RED", NOW);
    templates.markDeleted(id, null, NOW.plusSeconds(9));
    assertThat(news.status(id, "APPROVED", NOW)).as("told before").isFalse();

    assertThat(templates.store(ofMeta("2", null), Templates.Source.SYNC, null))
        .isNotEqualTo(Templates.Stored.UNCHANGED);
    assertThat(templates.find(account, id).orElseThrow().meta())
        .isEqualTo(new MetaSide("2", null, null, null, null));
    assertThat(news.status(id, "PAUSED", NOW)).as("another's time").isTrue();
  }

  @Test
  void what_was_written_since_a_page_was_asked_for_is_newer() {
    templates.insert(template("Hi", "APPROVED"));
    assertThat(templates.store(template("old", "PENDING"), Templates.Source.SYNC, NOW))
        .isEqualTo(Templates.Stored.UNCHANGED);
    assertThat(templates.find(account, id).orElseThrow().status()).isEqualTo("APPROVED");
    assertThat(
            templates.store(template("new", "PENDING"), Templates.Source.SYNC, NOW.plusMillis(1)))
        .isNotEqualTo(Templates.Stored.UNCHANGED);
  }

  @Test
  void a_name_rests_in_the_languages_it_is_deleted_in_and_in_all_once_none_is_left() {
    templates.insert(template("Hi", "APPROVED"));
    UUID german = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO templates (id, account_id, waba_id, name, language, category, status,
              parameter_format, components, created_at, updated_at)
            SELECT ?, account_id, waba_id, name, 'de', category, status, parameter_format,
              components, created_at, updated_at FROM templates WHERE id = ?
            """)
        .params(german, id)
        .update();
    templates.markDeleted(id, null, NOW);
    assertThat(templates.deletedAt(account, "waba", "sale", "en")).contains(NOW);
    assertThat(templates.deletedAt(account, "waba", "sale", "fr")).isEmpty();
    templates.markDeleted(german, null, NOW.plusSeconds(1));
    assertThat(templates.deletedAt(account, "waba", "sale", "fr")).contains(NOW.plusSeconds(1));
  }

  @Test
  void one_sync_of_a_waba_is_taken_by_one() {
    TemplateSyncs first = new TemplateSyncs(jdbc, Clock.fixed(NOW, ZoneOffset.UTC));
    assertThat(first.take(account, "waba")).as("new here").isEmpty();
    Instant then = NOW.plus(Duration.ofHours(6));
    TemplateSyncs next = new TemplateSyncs(jdbc, Clock.fixed(then, ZoneOffset.UTC));
    Instant lease = next.take(account, "waba").orElseThrow();
    assertThat(next.take(account, "waba")).as("taken").isEmpty();
    next.outdated(account, "waba");
    next.done(account, "waba", lease);
    assertThat(next.take(account, "waba")).as("outdated meanwhile").contains(lease);
    next.failed(account, "waba", lease);
    assertThat(next.take(account, "waba")).as("not at once").isEmpty();

    Instant later = then.plus(Duration.ofHours(1));
    TemplateSyncs third = new TemplateSyncs(jdbc, Clock.fixed(later, ZoneOffset.UTC));
    Instant last = third.take(account, "waba").orElseThrow();
    Clock after = Clock.fixed(last, ZoneOffset.UTC);
    assertThat(new TemplateSyncs(jdbc, after).take(account, "waba"))
        .as("who took it ended without a word")
        .isPresent();
  }

  private Template media(String handle) {
    String components =
        """
        [{"type": "CAROUSEL", "cards": [{"components": [{"type": "HEADER", "format": "IMAGE",
          "example": {"header_handle": ["https://scontent.test/%s"]}}]}]}]
        """;
    return template(components.formatted(handle), "APPROVED", MetaSide.NONE);
  }

  private Template ofMeta(String metaId, @Nullable String quality) {
    return template(
        "[{\"type\": \"BODY\", \"text\": \"Hi\"}]",
        "APPROVED",
        new MetaSide(metaId, quality, null, null, null));
  }

  private Template template(String text, String status) {
    return template("[{\"type\": \"BODY\", \"text\": \"" + text + "\"}]", status, MetaSide.NONE);
  }

  private Template template(String components, String status, MetaSide meta) {
    return new Template(
        id,
        account,
        "waba",
        "sale",
        "en",
        "MARKETING",
        status,
        "POSITIONAL",
        json.readTree(components),
        List.of(),
        NOW,
        NOW,
        meta);
  }
}
