package dev.whatsway.workers.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.whatsway.contract.message.Route;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.channel.Channel;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RouteChoiceTest {

  private static final int MANY = 20_000;
  private static final List<UUID> PEOPLE =
      IntStream.range(0, MANY).mapToObj(person -> UUID.randomUUID()).toList();

  @Test
  void sendsTheShareThatTheRolloutSaysThroughMarketingMessages() {
    assertThat(share(0)).isZero();
    assertThat(share(100)).isEqualTo(100);
    assertThat(share(25)).isCloseTo(25, Offset.offset(2.0));
  }

  @Test
  void keepsAPersonOnTheirSideInEveryCampaignAndWhileTheShareGrows() {
    RouteChoice quarter = choice("MARKETING", true, "auto", 25);
    RouteChoice again = choice("MARKETING", true, "auto", 25);
    RouteChoice half = choice("MARKETING", true, "auto", 50);
    for (UUID person : PEOPLE) {
      assertThat(again.of(person)).isEqualTo(quarter.of(person));
      if (quarter.of(person) == Route.MARKETING_MESSAGES) {
        assertThat(half.of(person)).isEqualTo(Route.MARKETING_MESSAGES);
      }
    }
  }

  @Test
  void sendsThroughCloudWhatIsNoMarketingAndWhereTheChannelSaysSo() {
    UUID person = PEOPLE.get(0);
    assertThat(choice("UTILITY", true, "auto", 100).of(person)).isEqualTo(Route.CLOUD);
    assertThat(choice("MARKETING", false, "auto", 100).of(person)).isEqualTo(Route.CLOUD);
    assertThat(choice("MARKETING", true, "cloud_only", 100).of(person)).isEqualTo(Route.CLOUD);
  }

  private static double share(int percent) {
    RouteChoice choice = choice("MARKETING", true, "auto", percent);
    long some =
        PEOPLE.stream().filter(person -> choice.of(person) == Route.MARKETING_MESSAGES).count();
    return 100.0 * some / MANY;
  }

  private static RouteChoice choice(String category, boolean mm, String routing, int percent) {
    Campaign campaign = mock(Campaign.class);
    when(campaign.category()).thenReturn(category);
    Channel channel = mock(Channel.class);
    when(channel.mmEnabled()).thenReturn(mm);
    when(channel.routing()).thenReturn(routing);
    when(channel.mmRolloutPercent()).thenReturn(percent);
    return new RouteChoice(campaign, channel);
  }
}
