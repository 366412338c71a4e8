package dev.whatsway.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A send request that passed Meta's validation.
 *
 * @param endpoint the path it came by, not the route it takes
 * @param input the recipient as the caller wrote it
 * @param recipient a phone number as digits, or a business-scoped user id
 * @param template null for a message that is no template
 * @param linkParameter what was given for the variable of its URL button, or null
 * @param callbackData what status webhooks echo, or null
 * @param strict product_policy STRICT: never by way of Cloud
 * @param fingerprint hash of sender, recipient and content, without callback data and policy
 * @param withConversation true for Graph versions before v24.0, whose webhooks carry conversations
 */
record SendRequest(
    Route endpoint,
    String phoneNumberId,
    String input,
    String recipient,
    boolean toUserId,
    @Nullable Template template,
    @Nullable String linkParameter,
    @Nullable String callbackData,
    boolean strict,
    long fingerprint,
    boolean withConversation) {

  boolean isMarketing() {
    return template != null && template.isMarketing();
  }
}
