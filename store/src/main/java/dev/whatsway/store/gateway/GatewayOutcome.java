package dev.whatsway.store.gateway;

import dev.whatsway.contract.message.Failure;
import org.jspecify.annotations.Nullable;

/** How a call that the gateway made ended. {@code http} is the status of Meta's answer. */
public sealed interface GatewayOutcome {

  /**
   * Meta took it.
   *
   * @param wamid null where the answer could not be read
   * @param messageStatus Meta's {@code message_status}, null where the answer has none
   */
  record Accepted(int http, @Nullable String wamid, @Nullable String messageStatus)
      implements GatewayOutcome {}

  /** The route did not take it, and the other one is asked. */
  record Refused(int http, Failure failure) implements GatewayOutcome {}

  /**
   * Meta refused it, and nobody else is asked.
   *
   * @param stopped whether the reason is that the person stopped marketing messages (131050)
   */
  record Rejected(int http, Failure failure, boolean stopped) implements GatewayOutcome {}

  /**
   * The message may have gone out.
   *
   * @param http null where no answer came
   * @param cause a word for the log and the attempt, without data of a person
   */
  record Unknown(@Nullable Integer http, String cause) implements GatewayOutcome {}

  /**
   * The call was never made: no connection came about.
   *
   * @param cause a word for the log and the attempt, without data of a person
   */
  record NotSent(String cause) implements GatewayOutcome {}
}
