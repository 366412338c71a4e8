package dev.whatsway.contract;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/**
 * The custom search attributes of the namespace, all of type Keyword. SQL visibility has ten
 * Keyword slots; they are never encrypted, so none may hold a phone number.
 */
public final class SearchAttributes {

  public static final SearchAttributeKey<String> CAMPAIGN_ID =
      SearchAttributeKey.forKeyword("CampaignId");

  /**
   * Latest {@link dev.whatsway.contract.message.MessageStatus} of a message workflow, lower case.
   */
  public static final SearchAttributeKey<String> MESSAGE_STATUS =
      SearchAttributeKey.forKeyword("MessageStatus");

  /** {@code marketing_messages} or {@code cloud}: the route of the latest attempt. */
  public static final SearchAttributeKey<String> ROUTE = SearchAttributeKey.forKeyword("Route");

  /** {@code name/language}. */
  public static final SearchAttributeKey<String> TEMPLATE =
      SearchAttributeKey.forKeyword("Template");

  public static final SearchAttributeKey<String> CHANNEL_ID =
      SearchAttributeKey.forKeyword("ChannelId");

  /** All of the above, for whoever registers them with a server. */
  public static final List<SearchAttributeKey<String>> ALL =
      List.of(CAMPAIGN_ID, MESSAGE_STATUS, ROUTE, TEMPLATE, CHANNEL_ID);

  private SearchAttributes() {}
}
