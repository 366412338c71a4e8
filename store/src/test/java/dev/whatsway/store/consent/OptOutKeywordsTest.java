package dev.whatsway.store.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.store.consent.OptOutKeywords.Keywords;
import dev.whatsway.store.contact.Word.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutKeywordsTest {

  private static final Keywords DEFAULTS =
      new Keywords(DefaultKeywords.OPT_OUT, DefaultKeywords.OPT_IN, null);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP",
        "stop",
        " stop ",
        "Stop.",
        "STOP!",
        "¡Stop!",
        "*STOP*",
        "stop 🛑",
        "🛑️ stop 🙏🏽",
        "ＳＴＯＰ",
        "stop\u200b",
        "\u202astop\u202c",
        "Stop\u00a0promotions",
        "stop \n  promotions",
        "Opt-Out",
        "BAJA",
        "Darme de baja",
        "cancelar SUSCRIPCIÓN",
        "SAIR",
        "Parar promoções",
        "ABMELDEN",
        "Stopp!!",
        "Arrêt",
        "ARRÊTER",
        "se désabonner",
        "Ferma",
        "berhenti",
        "बंद करो",
        "बंद करें।",
        "إيقاف",
        "تَوَقُّف",
        "توقـــف",
        "الغاء الاشتراك",
        "DUR",
        "İPTAL",
        "IPTAL",
        "ıptal",
        "Abonelikten Çık",
        "СТОП",
        "Отписаться."
      })
  void takesAKeywordForAnOptOutHoweverItIsWritten(String text) {
    assertThat(DEFAULTS.read(text)).contains(Kind.OPT_OUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "don't stop",
        "stop by tomorrow?",
        "Don’t stop",
        "non-stop",
        "stops",
        "please stop it",
        "bus stop",
        "s t o p",
        "🛑",
        "",
        "  ",
        "no",
        "cancel",
        "end",
        "stop stop",
        "when does it start",
        "die Werbung war gut",
        "me doy de baja mañana, ¿no?",
        "не стоп",
        "dur bakalım"
      })
  void takesNothingElseForOne(String text) {
    assertThat(DEFAULTS.read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"START", "Unstop", "alta", "ANMELDEN", "s’abonner", "Başla", "старт"})
  void takesItsOppositeForAnOptIn(String text) {
    assertThat(DEFAULTS.read(text)).contains(Kind.OPT_IN);
  }

  @Test
  void looksAtNoTextThatIsTooLongToBeOne() {
    assertThat(DEFAULTS.read("stop" + " ".repeat(5_000))).isEmpty();
    assertThat(DEFAULTS.read("!".repeat(100_000) + "stop")).isEmpty();
  }

  @Test
  void hasNoDefaultThatIsBoth() {
    assertThat(DefaultKeywords.OPT_IN)
        .allSatisfy(word -> assertThat(DEFAULTS.read(word)).contains(Kind.OPT_IN));
    assertThat(DefaultKeywords.OPT_OUT)
        .allSatisfy(word -> assertThat(DEFAULTS.read(word)).contains(Kind.OPT_OUT));
  }

  @Test
  void letsAnOptOutWinWhereAKeywordIsBoth() {
    assertThat(new Keywords(List.of("Ende"), List.of("ENDE"), Instant.EPOCH).read("ende"))
        .contains(Kind.OPT_OUT);
    assertThat(new Keywords(List.of(), List.of(), Instant.EPOCH).read("stop")).isEmpty();
  }
}
