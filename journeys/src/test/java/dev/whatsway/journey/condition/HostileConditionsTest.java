package dev.whatsway.journey.condition;

import static dev.whatsway.journey.condition.People.ANA;
import static dev.whatsway.journey.condition.People.condition;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileConditionsTest {

  /** A quarter of what a thread has by default, so that deep recursion would show. */
  private static final long SMALL_STACK = 256 * 1024;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "contry == 'DE'                  | 1:1  | nothing named contry     | attributes.contry",
        "segment(1)                      | 1:8  | nothing named segment    | startsWith",
        "contact.phone == '+34'          | 1:8  | no field phone           | phone_country",
        "contact.limit == 'x'            | 1:8  | no field limit           | attributes.limit",
        "limit == 'x'                    | 1:1  | nothing named limit      | attributes.limit",
        "contact.country                 | 1:8  | a text, not to true      | compare",
        "now                             | 1:1  | a time, not to true      | compare",
        "contact                         | 1:1  | contact, not to true     | compare",
        "1 + 1                           | 1:3  | whole number, not        | compare",
        "attributes.age > 18             | 1:16 | > does not go with (text, whole number) | number(attributes.age)",
        "number(attributes.age) == 18    | 1:24 | == does not go           | 3.0",
        "number(18) > 1                  | 1:7  | number does not go       | number()",
        "now > '2026-01-01'              | 1:5  | (time, text)             | timestamp(",
        "contact.name == null            | 1:14 | null                     | has(contact.name)",
        "messages.welcome.read           | 1:1  | within journeys only     | consent",
        "event.name == 'x'               | 1:1  | within journeys only     | consent",
        "if (true)                       | 1:1  | reserved word            | ? b : c",
        "contact.country = 'DE'          | 1:17 | cannot be read           | ==",
        "contact.country == 'DE' and true| 1:25 | cannot be read           | &&",
        "contact.country == 'DE          | 1:20 | cannot be read           | quotes",
        "(contact.country == 'DE'        | 1:25 | cannot be read           | quotes",
        "has(contact)                    | 1:4  | has takes a field        | has(attributes.city)",
        "attributes.exists(1, true)      | 1:19 | cannot be read           | &&",
        "99999999999999999999 > 1        | 1:1  | cannot be read           | &&",
        "contact{country: 'DE'} == contact | 1:8 | cannot be read       | &&",
        "$where                          | 1:1  | cannot be read           | &&",
        "'; DROP TABLE contacts; --      | 1:1  | cannot be read           | &&",
        "{{name}} == 'x'                 | 1:7  | cannot be read           | &&",
        "${jndi:ldap://x}                | 1:1  | cannot be read           | &&",
        "attributes.city.matches('(')    | 1:24 | expression cannot be read | RE2",
        "attributes.city.matches('(?=a)') | 1:24 | expression cannot be read | RE2",
        "attributes.city.matches(attributes.city) | 1:24 | not a fixed text | RE2",
        "attributes.exists(k, k.matches('a')) | 1:31 | within all, exists | outside",
        "attributes.city.matches('((a{1000}){1000}){1000}') | 1:24 | too large | small counts",
        "attributes.city.matches('a{99999999999999999999}') | 1:24 | too large | small counts",
        "attributes.city.matches('(abc){900}') | 1:24 | too large | small counts",
        "google.protobuf.Timestamp{} == now | 1:26 | nothing named | known are",
        "java.lang.Runtime.getRuntime() == 1 | 1:1 | nothing named java | known are",
        "contact.getClass() == 1         | 1:17 | nothing named getClass   | known are",
      })
  void each_mistake_is_named_with_its_place_and_the_way_out(
      String source, String place, String wrong, String right) {
    ConditionProblem problem = refused(source, Scope.SEGMENT).get(0);

    assertThat(problem.line() + ":" + problem.column()).as(problem.sentence()).isEqualTo(place);
    assertThat(problem.wrong()).contains(wrong);
    assertThat(problem.right()).contains(right);
  }

  static Stream<String> monsters() {
    return Stream.of(
        "",
        "   \n\t ",
        "// nothing but a remark",
        "\u0000",
        "\ud800",
        "'\ud800' == 'a'",
        "true // \ud800",
        "'\u0000' == 'a'",
        "\ufeff",
        "x".repeat(1_000_000),
        "'" + "x".repeat(4_095) + "' == ''",
        "(".repeat(2_000) + "true" + ")".repeat(2_000),
        "(".repeat(60) + "true" + ")".repeat(60),
        "[".repeat(2_000),
        "{".repeat(2_000),
        "[".repeat(1_000) + "]".repeat(1_000),
        "1" + "+1".repeat(2_000) + " > 1",
        "true" + "&&true".repeat(680),
        "true" + " ? true : true".repeat(250),
        "true ? ".repeat(300) + "true" + " : true".repeat(300),
        "attributes" + ".a".repeat(1_500),
        "attributes" + "[attributes".repeat(250) + "]".repeat(250),
        "a.".repeat(2_000),
        "'".repeat(999),
        "\\".repeat(999),
        "\"\"\"".repeat(99),
        "[1]" + ".map(x,[1])".repeat(100) + " == []",
        "f(".repeat(1_000) + ")".repeat(1_000),
        "attributes.city.matches('" + "a".repeat(201) + "')",
        "attributes.city.matches('a') || ".repeat(11) + "true",
        "attributes.city.matches('" + "(a{9}){9}".repeat(20) + "')",
        "number(" + "number(".repeat(500) + "attributes.a" + ")".repeat(501) + " > 1",
        "\uD83D\uDE00".repeat(2_000),
        "contact.country == 'DE'\n&& \n  contry == 'x'");
  }

  @ParameterizedTest
  @MethodSource("monsters")
  void monsters_are_refused_in_a_small_stack_with_a_short_word(String source) throws Exception {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    List<ConditionProblem> problems = new ArrayList<>();
    inSmallStack(() -> problems.addAll(refused(source, Scope.JOURNEY)), thrown);

    assertThat(thrown.get()).isNull();
    assertThat(problems).hasSizeBetween(1, 5);
    assertThat(problems)
        .allSatisfy(
            problem -> assertThat(problem.sentence()).hasSizeBetween(20, 600).doesNotContain("\n"));
  }

  @Test
  void what_is_just_within_the_limits_is_tested_in_a_small_stack() throws Exception {
    List<String> sources =
        List.of(
            "(".repeat(20) + "true" + ")".repeat(20),
            "true" + "&&true".repeat(300),
            "!".repeat(4_000) + "true",
            "-".repeat(4_000) + "1 == 1",
            "attributes.city in ['x'" + ", 'x'".repeat(600) + ", 'Sevilla']");
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    inSmallStack(
        () -> sources.forEach(s -> assertThat(condition(s).test(ANA)).isEqualTo(Verdict.YES)),
        thrown);
    assertThat(thrown.get()).isNull();
  }

  @Test
  void a_second_line_is_counted() {
    ConditionProblem problem =
        refused("contact.country == 'DE' &&\n  contry == 'x'", Scope.SEGMENT).get(0);

    assertThat(problem.sentence()).startsWith("line 2, column 3: ");
  }

  @Test
  void loops_within_loops_end_after_their_steps() {
    String loops = "attributes.all(a, ".repeat(2) + "true" + ")".repeat(2);
    Map<String, String> many =
        IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    Facts facts = new Facts(ANA.contact(), many, ANA.consent(), ANA.now());

    Verdict verdict = condition(loops).test(facts);

    assertThat(verdict.matches()).isFalse();
    assertThat(verdict.note()).contains("500 steps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['aaaaaaaa'].map(x, x+x+x+x).map(x, x+x+x+x).exists(x, x == 'b')",
        "['aaaaaaaa'].exists(x, [x+x+x+x].exists(y, y == 'b'))",
        "[['a']].exists(x, (x + x) == x)",
        "[['a']].exists(x, [[x, x]].exists(y, [[y, y]].exists(z, z == z)))",
        "['a'].exists(x, 'b' + x == attributes.z)"
      })
  void what_could_grow_without_bound_is_refused(String source) {
    assertThat(Condition.compile(source)).isInstanceOf(Compilation.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['1', '2'].exists(x, number(x) + 1.0 > 2.0)",
        "['a', 'b'].filter(x, x != 'a').exists(x, x == 'b')",
        "'a' + 'b' == 'ab'"
      })
  void what_cannot_grow_is_allowed(String source) {
    assertThat(condition(source).test(ANA).matches()).isTrue();
  }

  @Test
  void the_worst_that_is_let_through_takes_well_under_a_second() {
    // Alternatives in a loop are what a backtracking engine would take for ever for.
    String regexes =
        IntStream.range(0, 10)
            .mapToObj(i -> "attributes.long.matches('^(a|a|aa|" + i + ")*(a|aa)*(a*)*b$')")
            .collect(Collectors.joining(" || "));
    String loops =
        "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9].all(b, "
            + "attributes.long.contains('ab') || ".repeat(80)
            + "true))";
    Facts facts =
        new Facts(ANA.contact(), Map.of("long", "a".repeat(1_024)), ANA.consent(), ANA.now());
    for (Condition condition : List.of(condition(regexes), condition(loops))) {
      long from = System.nanoTime();
      condition.test(facts);
      // The machine may be busy: without the limits it would be minutes.
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void what_is_wrong_never_repeats_a_text_of_the_condition() {
    List<String> sources =
        List.of(
            "contact.name == 'Maria Secret", "'Maria Secret' > 1", "contact.name = 'Maria Secret'");
    for (String source : sources) {
      assertThat(refused(source, Scope.SEGMENT))
          .noneMatch(problem -> problem.sentence().contains("Secret"));
    }
  }

  private static List<ConditionProblem> refused(String source, Scope scope) {
    Compilation compilation = Condition.compile(source, scope);
    assertThat(compilation).isInstanceOf(Compilation.Refused.class);
    return ((Compilation.Refused) compilation).problems();
  }

  private static void inSmallStack(Runnable work, AtomicReference<@Nullable Throwable> thrown)
      throws InterruptedException {
    Thread thread = new Thread(null, work, "small", SMALL_STACK);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
    thread.start();
    thread.join();
  }
}
