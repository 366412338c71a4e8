package dev.whatsway.journey.setting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                                        | Ana                        |",
        "1                                        | 'five     spaces'          | spaces",
        "header.image.link                        | https://shop.test/a.jpg    |",
        "header.image.link                        | ftp://shop.test/a.jpg      | http",
        "header.image.link                        | https://shop.test/a b.jpg  | http",
        "card.3.header.video.link                 | a.mp4                      | http",
        "header.link                              | a text's variable          |",
        "link                                     | a text's variable          |",
        "header.image.id                          | 1602186516975000           |",
        "button.0.copy_code.coupon_code           | SAVE20                     |",
        "button.0.copy_code.coupon_code           | 12345678901234567890       |",
        "button.0.copy_code.coupon_code           | 123456789012345678901      | 15",
        "button.0.copy_code.coupon_code           | SAVE 20                    | letters",
        "coupon_code                              | SAVE 20                    |",
        "header.location.latitude                 | -37.442                    |",
        "header.location.longitude                | north                      | degrees",
        "limited_time_offer.expiration_time_ms    | 1698562800000              |",
        "limited_time_offer.expiration_time_ms    | 2026-12-24T18:00:00Z       |",
        "limited_time_offer.expiration_time_ms    | 1698562800                 | 2026",
        "limited_time_offer.expiration_time_ms    | 1698562800000000           | 2026",
        "limited_time_offer.expiration_time_ms    | tomorrow                   | 2026",
        "limited_time_offer.expiration_time_ms    | 2026-12-24                 | 2026",
        "expiration_time_ms                       | tomorrow                   |",
      })
  void says_what_a_value_must_be_by_its_key(String key, String value, String problem) {
    String told = TemplateValues.unfit(key, value);
    if (problem == null) {
      assertThat(told).isNull();
    } else {
      assertThat(told).contains(problem);
    }
  }

  @ParameterizedTest
  @CsvSource({"2026-12-24T18:00:00Z, 1798135200000", "1798135200000, 1798135200000"})
  void reads_times(String time, long millis) {
    assertThat(TemplateValues.millis(time)).isEqualTo(millis);
  }
}
