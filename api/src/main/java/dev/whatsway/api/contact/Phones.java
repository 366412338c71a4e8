package dev.whatsway.api.contact;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.store.audience.PhoneNumbers;
import org.jspecify.annotations.Nullable;

/** Reads numbers as the import does; no answer repeats one. */
public final class Phones {

  private static final String RIGHT =
      "an existing phone number in E.164 with its plus sign, such as +4915112345678";

  /** Returns the number of a path as E.164. */
  public static String ofPath(String phone) {
    Checks checks = new Checks();
    String e164 = of(checks, phone);
    checks.done();
    return e164;
  }

  /** Returns the number of a body's field {@code phone} as E.164. */
  public static String of(Checks checks, @Nullable String phone) {
    return of(checks, "phone", phone);
  }

  /** Returns the number of a body's field as E.164. */
  public static String of(Checks checks, String field, @Nullable String phone) {
    // Without the plus sign a national number may be another's international one.
    String raw =
        checks.matching(
            field,
            phone,
            value -> value.startsWith("+") && PhoneNumbers.e164(value, null).isPresent(),
            RIGHT);
    return PhoneNumbers.e164(raw, null).orElse("");
  }

  /** Says that the account does not know the number. */
  public static ApiException unknown(String what) {
    return new ApiException(
        ProblemKind.NOT_FOUND, "There is no " + what + " for this number in this account.");
  }

  private Phones() {}
}
