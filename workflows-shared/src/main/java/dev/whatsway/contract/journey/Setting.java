package dev.whatsway.contract.journey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says about a setting of a step what its type does not: both the published JSON Schema and the
 * errors of a definition come from it. A setting that may be left out is {@code @Nullable}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** What it does, in one sentence; empty for nothing to say. */
  String description() default "";

  /** A good value, shown in errors; empty for none. */
  String example() default "";

  /**
   * The least that is allowed: a number, the length of a text, the size of a list or an object, or
   * an ISO 8601 duration, by the setting's type; empty for what the type says.
   */
  String min() default "";

  /** The most that is allowed, as {@link #min}. */
  String max() default "";

  /** What all of a text must match; empty for anything. */
  String pattern() default "";
}
