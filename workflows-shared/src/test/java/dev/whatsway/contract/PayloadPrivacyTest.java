package dev.whatsway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Payloads are kept for weeks and shown in the Temporal UI, so they carry ids and facts about a
 * send, never who it goes to or what it says.
 */
class PayloadPrivacyTest {

  private static final Set<String> PERSONAL =
      Set.of(
          "phone",
          "phonenumber",
          "recipient",
          "waid",
          "msisdn",
          "contact",
          "name",
          "text",
          "body",
          "variables",
          "parameters",
          "components",
          "token",
          "accesstoken",
          "secret");

  @Test
  void noContractHasAFieldForAPersonOrASecret() throws Exception {
    List<Class<?>> records = records();

    assertThat(records).hasSizeGreaterThan(15);
    assertThat(records)
        .flatExtracting(record -> Arrays.asList(record.getRecordComponents()))
        .extracting(component -> component.getName().toLowerCase(Locale.ROOT))
        .doesNotContainAnyElementsOf(PERSONAL);
  }

  @Test
  void searchAttributesAreKeywordsAndFitTheTenThatSqlVisibilityHas() {
    assertThat(SearchAttributes.ALL)
        .extracting(key -> key.getName())
        .containsExactlyInAnyOrder("CampaignId", "MessageStatus", "Route", "Template", "ChannelId");
  }

  private static List<Class<?>> records() throws IOException, URISyntaxException {
    Path classes =
        Path.of(
            PayloadConversion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("info.class"))
          .<Class<?>>map(PayloadPrivacyTest::load)
          .filter(Class::isRecord)
          .toList();
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(
          file.substring(0, file.length() - ".class".length())
              .replace('/', '.')
              .replace('\\', '.'));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
