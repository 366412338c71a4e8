package dev.whatsway.workers.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class TrackedLinksPlanningTest {

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final PlanningBench bench = new PlanningBench();
  private final LinkTokens links = bench.get(LinkTokens.class);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void each_message_gets_a_token_of_its_own_and_its_own_target_as_the_contact_is_now() {
    UUID campaign = campaign("https://shop.example.com/o?who={{name}}&n={{code|none}}#{{phone}}");
    bench.planning().plan(campaign);

    jdbc.sql("SELECT id, link_target, variables, recipient_number FROM messages")
        .query(
            row -> {
              String token =
                  new JsonMapper()
                      .readTree(row.getString("variables"))
                      .path("button.0.1")
                      .asString();
              assertThat(links.message(token)).contains(row.getObject("id", UUID.class));
              assertThat(row.getString("link_target"))
                  .isEqualTo(
                      "https://shop.example.com/o?who=Ana&n=none#%2B"
                          + row.getString("recipient_number").substring(1));
            });
    assertThat(jdbc.sql("SELECT count(*) FROM messages").query(Integer.class).single())
        .isEqualTo(2);
  }

  @Test
  void open_redirect_an_attribute_cannot_change_where_a_link_leads() {
    UUID campaign = campaign("https://shop.example.com/{{name}}");
    jdbc.sql("UPDATE contacts SET name = '/evil.example.com/@evil.example.com'").update();
    bench.planning().plan(campaign);
    assertThat(jdbc.sql("SELECT DISTINCT link_target FROM messages").query(String.class).list())
        .containsExactly("https://shop.example.com/%2Fevil.example.com%2F%40evil.example.com");
  }

  @Test
  void who_lacks_a_value_of_the_target_is_skipped() {
    UUID campaign = campaign("https://shop.example.com/{{customer_id}}");
    bench.planning().plan(campaign);
    assertThat(jdbc.sql("SELECT DISTINCT skip_reason FROM messages").query(String.class).list())
        .containsExactly("missing-variable:link_target");
  }

  @Test
  void who_lacks_a_value_of_the_template_is_skipped_and_nobody_else() {
    UUID campaign = campaign("https://shop.example.com/");
    jdbc.sql(
            """
            UPDATE templates SET components = '[{"type": "BODY", "text": "Your code: {{1}}"}]';
            UPDATE campaigns SET tracked_links = false, link_target = NULL, variables = '{"1": "{{code}}"}';
            UPDATE contacts SET attributes = '{"code": "SPRING"}'
            WHERE id = (SELECT id FROM contacts ORDER BY phone LIMIT 1)
            """)
        .update();
    bench.planning().plan(campaign);
    assertThat(
            jdbc.sql("SELECT COALESCE(skip_reason, variables->>'1') FROM messages")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("SPRING", "missing-variable:1");
  }

  private UUID campaign(String target) {
    Scenario scenario = new Scenario(jdbc).channel();
    scenario.contact();
    scenario.contact();
    UUID campaign = scenario.campaign("scheduled");
    jdbc.sql(
            """
            UPDATE templates SET components = '[{"type": "BUTTONS", "buttons":
              [{"type": "URL", "text": "Go", "url": "https://go.example.com/r/{{1}}"}]}]'
            """)
        .update();
    jdbc.sql(
            """
            UPDATE campaigns SET tracked_links = true, link_target = ?,
              variables = '{"button.0.1": "{{tracked_link}}"}'
            """)
        .param(target)
        .update();
    return campaign;
  }
}
