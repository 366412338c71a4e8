package dev.whatsway.simulator;

import java.util.Set;

/** The country rules of Meta that hang on the recipient's calling code. Numbers are digits only. */
final class Countries {
  /** Area codes of +1 outside the United States' fifty states: Canada, then the Caribbean. */
  private static final Set<String> NOT_US =
      Set.of(
          ("204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438"
                  + " 450 460 468 474 506 514 519 548 579 581 584 587 600 604 613 622 639 647 672"
                  + " 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942"
                  + " 242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868"
                  + " 869 876")
              .split(" "));

  /** EEA, United Kingdom, Japan, South Korea: no per-user marketing cap (131049), no clicks. */
  private static final Set<String> NO_CAP =
      Set.of(
          ("30 31 32 33 34 351 352 353 354 356 357 358 359 36 370 371 372 385 386 39 40 420 421 423"
                  + " 43 44 45 46 47 48 49 81 82")
              .split(" "));

  private Countries() {}

  /** True for a number with a US area code; US territories count, as they are US numbers. */
  static boolean isUnitedStates(String number) {
    return number.length() == 11
        && number.charAt(0) == '1'
        && !NOT_US.contains(number.substring(1, 4));
  }

  static boolean hasMarketingCap(String number) {
    return !(NO_CAP.contains(prefix(number, 2)) || NO_CAP.contains(prefix(number, 3)));
  }

  static boolean hasClickMetrics(String number) {
    boolean russia = number.startsWith("7") && !number.startsWith("76") && !number.startsWith("77");
    return hasMarketingCap(number) && !russia;
  }

  private static String prefix(String number, int length) {
    return number.substring(0, Math.min(length, number.length()));
  }
}
