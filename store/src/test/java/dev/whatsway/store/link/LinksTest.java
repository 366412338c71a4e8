package dev.whatsway.store.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

  private static final byte[] KEY = {1, 2, 3};
  private static final byte[] OLDER = {4, 5, 6};

  private final LinkTokens tokens = new LinkTokens(List.of(KEY, OLDER));

  @Test
  void a_token_carries_its_message_in_36_characters_of_a_path() {
    UUID message = UUID.randomUUID();
    assertThat(tokens.token(message)).hasSize(36).matches("[A-Za-z0-9_-]+");
    assertThat(tokens.message(tokens.token(message))).contains(message);
  }

  @Test
  void a_forged_token_is_none_wherever_it_was_changed() {
    String token = tokens.token(UUID.randomUUID());
    List<String> forged = new ArrayList<>(List.of("", "a", token + "a", token.substring(1)));
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      forged.add(token.substring(0, i) + other + token.substring(i + 1));
    }
    forged.add(new LinkTokens(List.of(new byte[] {7})).token(UUID.randomUUID()));
    assertThat(forged).allSatisfy(text -> assertThat(tokens.message(text)).isEmpty());
  }

  @Test
  void a_token_of_an_older_key_still_leads_there() {
    UUID message = UUID.randomUUID();
    assertThat(tokens.message(new LinkTokens(List.of(OLDER)).token(message))).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example.com",
        "http://shop.example.com/a?b={{name|friend}}&c=1#{{phone}}",
        "https://shop.example.com:8443/{{customer_id}}/offer"
      })
  void a_target_has_a_fixed_host_and_placeholders_behind_it(String target) {
    assertThat(LinkTarget.valid(target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{url}}",
        "https://{{host}}/",
        "https://shop.example.com{{tail}}",
        "https://shop.example.com@{{host}}/",
        "https://user@shop.example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//shop.example.com/",
        "/path",
        "ftp://shop.example.com/",
        "https:///path",
        "https://shop.example.com\\@evil.example.com/",
        "https://shop.example.com/ x"
      })
  void open_redirect_a_target_whose_host_is_not_fixed_or_that_is_not_http_is_refused(
      String target) {
    assertThat(LinkTarget.valid(target)).isFalse();
  }

  @Test
  void open_redirect_a_value_is_encoded_so_that_it_stays_one() {
    assertThat(LinkTarget.encode("//evil.example.com/?a=b&c#d e@ü"))
        .isEqualTo("%2F%2Fevil.example.com%2F%3Fa%3Db%26c%23d%20e%40%C3%BC");
  }
}
