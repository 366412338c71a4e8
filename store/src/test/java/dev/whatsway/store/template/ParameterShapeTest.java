package dev.whatsway.store.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterShapeTest {

  @ParameterizedTest
  @MethodSource("rows")
  void says_what_does_not_fit_and_lets_pass_what_meta_may_take(Shapes.Row row) {
    assertThat(row.template().problems(row.components())).isEqualTo(row.problems());
  }

  static List<Shapes.Row> rows() {
    return Shapes.rows();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain    | ''",
        "two      | 1 2",
        "named    | header.who first_name code",
        "image    | header.image.link",
        "location | header.location.latitude header.location.longitude header.location.name header.location.address",
        "buttons  | button.1.1",
        "offer    | header.video.link 1 2 button.0.copy_code.coupon_code button.1.1 limited_time_offer.expiration_time_ms",
        "otp      | 1 button.0.1",
        "carousel | 1 card.0.header.image.link card.0.1 card.0.button.0.1 card.1.header.image.link",
        "flow     | ''",
      })
  void names_the_keys_that_campaigns_give_values_for(String template, String keys) {
    assertThat(String.join(" ", keys(template).needed())).isEqualTo(keys);
  }

  @Test
  void names_each_key_that_is_missing_or_too_much() {
    assertThat(keys("image").problems(Set.of("header.image.id"))).isEmpty();
    assertThat(keys("image").problems(Set.of()))
        .containsOnlyKeys("header.image.link")
        .containsValue("is required: the template declares it; or header.image.id in its stead.");
    assertThat(keys("image").problems(Set.of("header.image.id", "header.image.link")))
        .containsOnlyKeys("header.image.id");
    assertThat(keys("document").problems(Set.of("header.document.id", "header.document.filename")))
        .isEmpty();
    assertThat(keys("buttons").problems(Set.of("button.1.1", "button.0.quick_reply.payload")))
        .isEmpty();
    assertThat(keys("two").problems(Set.of("1", "2", "coupon")))
        .containsOnlyKeys("coupon")
        .containsValue("is not a variable of the template; it declares 1, 2.");
    assertThat(keys("mpm").problems(Set.of())).containsOnlyKeys("button.0");
  }

  private static VariableKeys keys(String template) {
    return VariableKeys.of(Shapes.all().get(template).components());
  }
}
