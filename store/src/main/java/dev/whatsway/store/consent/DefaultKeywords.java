package dev.whatsway.store.consent;

import dev.whatsway.store.contact.Word.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What people write in the languages of WhatsApp's largest markets. Words that mean something else
 * in a shop's conversation ({@code cancel}, {@code end}, {@code no}) are left out; an account may
 * add them.
 */
final class DefaultKeywords {

  /** The first of each language that has one is the text of Meta's own opt-out button. */
  static final List<String> OPT_OUT =
      List.of(
          // English
          "stop promotions",
          "stop",
          "stop all",
          "stopall",
          "unsubscribe",
          "opt out",
          "opt-out",
          "optout",
          "stop messages",
          "remove me",
          // Spanish
          "detener promociones",
          "parar",
          "baja",
          "darme de baja",
          "dar de baja",
          "cancelar suscripción",
          "cancelar suscripcion",
          "no más mensajes",
          "no mas mensajes",
          // Portuguese
          "parar promoções",
          "parar promocoes",
          "sair",
          "descadastrar",
          "cancelar inscrição",
          "cancelar inscricao",
          "cancelar assinatura",
          // German
          "werbung stoppen",
          "stopp",
          "abmelden",
          "abbestellen",
          "keine werbung",
          "austragen",
          // French
          "arrêter les promotions",
          "arreter les promotions",
          "arrêt",
          "arret",
          "arrêter",
          "arreter",
          "désabonner",
          "desabonner",
          "se désabonner",
          "se desabonner",
          "désinscription",
          "desinscription",
          // Italian
          "interrompi promozioni",
          "ferma",
          "fermati",
          "disiscrivimi",
          "cancellami",
          "annulla iscrizione",
          // Indonesian
          "hentikan promosi",
          "berhenti",
          "hentikan",
          "berhenti berlangganan",
          // Hindi
          "प्रमोशन बंद करें",
          "बंद करो",
          "बंद करें",
          "रोकें",
          "रोको",
          "स्टॉप",
          "band karo",
          "band karen",
          // Arabic
          "إيقاف العروض الترويجية",
          "ايقاف العروض الترويجية",
          "إيقاف",
          "ايقاف",
          "توقف",
          "أوقف",
          "اوقف",
          "إلغاء الاشتراك",
          "الغاء الاشتراك",
          // Turkish
          "promosyonları durdur",
          "dur",
          "durdur",
          "iptal",
          "ret",
          "abonelikten çık",
          // Russian
          "остановить рассылку",
          "стоп",
          "отписаться",
          "отписка",
          "отмена подписки",
          // Dutch, Polish
          "afmelden",
          "uitschrijven",
          "wypisz",
          "wypisz mnie");

  static final List<String> OPT_IN =
      List.of(
          "start",
          "unstop",
          "subscribe",
          "opt in",
          "opt-in",
          "optin",
          "resume promotions",
          // Spanish, Portuguese
          "alta",
          "suscribirme",
          "suscribir",
          "reanudar",
          "inscrever",
          "assinar",
          "retomar",
          // German, French, Italian
          "anmelden",
          "abonnieren",
          "s'abonner",
          "reprendre",
          "iscrivimi",
          "riprendi",
          // Indonesian, Hindi
          "mulai",
          "langganan",
          "शुरू करें",
          "शुरू करो",
          "स्टार्ट",
          // Arabic, Turkish, Russian
          "ابدأ",
          "ابدا",
          "اشتراك",
          "اشترك",
          "başla",
          "başlat",
          "abone ol",
          "старт",
          "подписаться");

  /** What each means, by its normal form: nearly every message is read by these. */
  static final Map<String, Kind> MEANINGS = meanings();

  private static Map<String, Kind> meanings() {
    Map<String, Kind> meanings = new HashMap<>();
    OPT_IN.forEach(keyword -> meanings.put(SpokenWord.normal(keyword), Kind.OPT_IN));
    OPT_OUT.forEach(keyword -> meanings.put(SpokenWord.normal(keyword), Kind.OPT_OUT));
    return Map.copyOf(meanings);
  }

  private DefaultKeywords() {}
}
