package dev.whatsway.journey.condition;

import static dev.whatsway.journey.condition.People.ANA;
import static dev.whatsway.journey.condition.People.condition;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "contact.country == 'ES'",
        "contact.phone_country == \"PT\" && contact.country != contact.phone_country",
        "contact.name.startsWith('A')",
        "contact.created_at < now",
        "now - contact.created_at > duration('720h')",
        "attributes.city == 'Sevilla'",
        "attributes['first order'] == 'book'",
        "attributes.city in ['Madrid', 'Sevilla']",
        "'city' in attributes && !('zip' in attributes)",
        "has(attributes.city) && !has(attributes.zip)",
        "!has(contact.timezone)",
        "number(attributes.orders) == 3.0",
        "number(attributes.orders) >= 3",
        "number(attributes.spent) > 120.4 && number(attributes.spent) < 120.6",
        "date(attributes.birthday) < timestamp('2000-01-01T00:00:00Z')",
        "now - date(attributes.last_order_at) < duration('168h')",
        "date(attributes.birthday).getMonth() == 4",
        "attributes.vip == 'true'",
        "attributes.city.matches('^S.*a$')",
        "attributes.exists(name, name.startsWith('last_'))",
        "size(attributes) > 3",
        "consent.opted_in && !consent.opted_out",
        "consent.opt_in_source == 'web form' && consent.opt_in_at < now",
        "!has(consent.opted_out_at)",
        "messages.welcome.read && !messages.welcome.clicked",
        "messages['welcome'].status == 'read'",
        "!has(messages.reminder)",
        "event.name == 'purchase' && event.amount > 40",
        "has(attributes.zip) ? attributes.zip == 'x' : contact.country == 'ES'",
        "attributes.zip == 'x' || contact.country == 'ES'",
        "contact.country == 'ES' // and a word on why",
      })
  void what_is_so_matches(String source) {
    assertThat(condition(source).test(ANA)).as(source).isEqualTo(Verdict.YES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "contact.country == 'DE'",
        "number(attributes.orders) > 3",
        "has(attributes.zip)",
        "attributes.zip == 'x' && contact.country == 'DE'",
      })
  void what_is_not_so_does_not_match_and_is_decided(String source) {
    assertThat(condition(source).test(ANA)).as(source).isEqualTo(Verdict.NO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attributes.zip == 'x'",
        "attributes.zip != 'x'",
        "!(attributes.zip == 'x')",
        "attributes['zip'] == ''",
        "attributes.zip == 'x' || contact.country == 'DE'",
        "attributes.zip == 'x' && contact.country == 'ES'",
        "number(attributes.zip) > 1",
        "contact.timezone == 'Europe/Madrid'",
        "consent.opted_out_at < now",
        "messages.reminder.read",
        "event.shop == 'Sevilla'",
      })
  void what_is_missing_is_neither_equal_nor_different(String source) {
    Verdict verdict = condition(source).test(ANA);

    assertThat(verdict.matches()).as(source).isFalse();
    assertThat(verdict.undecided()).isTrue();
    assertThat(verdict.note()).contains("not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "number(attributes.word) < 1",
        "!(number(attributes.word) < 1)",
        "date(attributes.word) < now",
        "date('2026-02-31') < now",
        "date('2026-1-1') < now",
        "timestamp(attributes.word) < now",
        "int(attributes.word) == 1",
        "duration(attributes.word) > duration('1s')",
        "now.getHours('Nowhere/City') > 2",
        "number('NaN') > 0",
        "number('Infinity') > 0",
        "number('1e9') > 0",
        "number('0x10') > 0",
        "number('1,5') > 0",
        "number('') == 0.0",
        "number(' ') == 0.0",
      })
  void what_cannot_be_read_is_undecided_and_the_note_holds_no_value(String source) {
    Verdict verdict = condition(source).test(ANA);

    assertThat(verdict.matches()).as(source).isFalse();
    assertThat(verdict.note()).contains("cannot be read").doesNotContain("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 / 0 == 1",
        "1 % 0 == 1",
        "[1, 2][7] == 1",
        "9223372036854775807 + 1 > 0",
        "-9223372036854775808 - 1 < 0",
        "now + duration('9000000000000s') > now",
        "{'a': 1, 'a': 2}.size() == 1",
        "event.amount.startsWith('4')",
        "dyn(attributes) > dyn(1)",
        "event.name",
      })
  void whatever_else_goes_wrong_is_no_match_and_no_exception(String source) {
    assertThat(condition(source).test(ANA).matches()).as(source).isFalse();
  }

  @Test
  void one_condition_serves_many_threads() throws Exception {
    Condition condition = condition("number(attributes.orders) > 2 && contact.country == 'ES'");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Boolean> many =
          () -> IntStream.range(0, 500).allMatch(i -> condition.test(ANA).matches());
      for (Future<Boolean> all : threads.invokeAll(Collections.nCopies(8, many))) {
        assertThat(all.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void neither_facts_nor_a_person_print_anything_of_them() {
    assertThat(List.of(ANA.toString(), ANA.contact().toString()))
        .noneMatch(text -> text.contains("Ana") || text.contains("Sevilla"));
  }
}
