package dev.whatsway.store.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {

  private static final HostNames LITERALS = host -> List.of(InetAddress.getAllByName(host));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://127.1.2.3/",
        "https://2130706433/",
        "https://0.0.0.0/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://172.31.255.255/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://100.127.255.254/",
        "https://192.0.0.8/",
        "https://198.18.0.1/",
        "https://224.0.0.1/",
        "https://239.255.255.255/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://[::]/",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[fc00::1]/",
        "https://[fd12:3456::1]/",
        "https://[fec0::1]/",
        "https://[ff02::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b:1::a00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001::1]/",
        "https://[2001:db8::1]/"
      })
  void ssrf_a_target_that_is_not_on_the_public_internet_is_refused(String url) {
    assertThatThrownBy(() -> new TargetRules("", LITERALS).check(url))
        .isInstanceOf(RefusedTargetException.class)
        .hasMessageContaining("public internet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:password@93.184.215.14/",
        "https://93.184.215.14/#fragment",
        "https://0x7f.1/",
        "https:///nowhere",
        "https://93.184.215.14:0/",
        "https://93.184.215.14:70000/",
        "ftp://93.184.215.14/",
        "file:///etc/passwd",
        "gopher://93.184.215.14/",
        "/relative",
        "no url at all"
      })
  void ssrf_a_url_that_hides_its_target_or_is_not_http_is_refused(String url) {
    assertThatThrownBy(() -> new TargetRules("", LITERALS).check(url))
        .isInstanceOf(RefusedTargetException.class)
        .hasMessageContaining("absolute URL");
  }

  @Test
  void ssrf_plain_http_and_ports_of_other_services_are_refused() {
    TargetRules rules = new TargetRules("", LITERALS);
    assertThatThrownBy(() -> rules.check("http://93.184.215.14/")).hasMessage("must be https.");
    assertThatThrownBy(() -> rules.check("https://93.184.215.14:25/")).hasMessageContaining("443");
    assertThatCode(() -> rules.check("https://93.184.215.14:8443/")).doesNotThrowAnyException();
    assertThatCode(() -> rules.check("https://[2606:2800:21f::1]/")).doesNotThrowAnyException();
  }

  @Test
  void ssrf_a_name_with_one_private_address_among_its_public_ones_is_refused() {
    HostNames mixed =
        host ->
            List.of(InetAddress.getByName("93.184.215.14"), InetAddress.getByName("192.168.0.1"));
    assertThatThrownBy(() -> new TargetRules("", mixed).check("https://mixed.example.com/"))
        .hasMessageContaining("public internet");
  }

  @Test
  void what_a_setting_allows_is_allowed_and_nothing_beside_it() throws Exception {
    TargetRules rules = new TargetRules("10.1.0.0/16, ::1/128", LITERALS);
    assertThat(rules.check("http://10.1.2.3:81/hook").addresses()).hasSize(1);
    assertThat(rules.check("http://[::1]/").addresses()).hasSize(1);
    for (String url : List.of("http://10.2.0.1/", "https://127.0.0.1/", "https://[::2]/")) {
      assertThatThrownBy(() -> rules.check(url)).isInstanceOf(RefusedTargetException.class);
    }
    assertThatThrownBy(() -> new TargetRules("localhost/8", LITERALS))
        .hasMessageContaining("localhost/8 is not a network");
  }

  @Test
  void ssrf_the_addresses_that_were_checked_are_those_to_connect_to_and_are_looked_up_once()
      throws Exception {
    List<String> asked = new ArrayList<>();
    Map<Integer, String> answers = Map.of(1, "93.184.215.14", 2, "127.0.0.1");
    HostNames rebinding =
        host -> {
          asked.add(host);
          return List.of(InetAddress.getByName(answers.get(asked.size())));
        };
    TargetRules rules = new TargetRules("", rebinding);
    assertThat(rules.check("https://rebinding.example.com/").addresses())
        .containsExactly(InetAddress.getByName("93.184.215.14"));
    assertThat(asked).containsExactly("rebinding.example.com");
    assertThatThrownBy(() -> rules.check("https://rebinding.example.com/"))
        .isInstanceOf(RefusedTargetException.class);
  }

  @Test
  void a_host_that_is_not_there_says_so() {
    HostNames none =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThatThrownBy(() -> new TargetRules("", none).check("https://nowhere.example.com/"))
        .hasMessage("has a host that cannot be resolved.");
  }
}
