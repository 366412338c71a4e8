package dev.whatsway.api.command;

import dev.whatsway.store.account.Accounts;
import dev.whatsway.store.account.ApiKeys;
import dev.whatsway.store.channel.EncryptionKeys;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * Commands of the api's program beside serving: what an installation needs before its first
 * request, where no launcher prepares it.
 */
public final class OperatorCommands {

  private static final String USAGE =
      """
      Commands:
        generate-encryption-key   prints a new key for the secrets of channels; keep it as a secret
        issue-api-key NAME        makes an API key named NAME, prints it once and keeps only its hash
      Without a command the api serves; its options start with --.
      """;

  /** True when the arguments are a command and not options of the server. */
  public static boolean isCommand(String... args) {
    return args.length > 0 && !args[0].startsWith("--");
  }

  /**
   * Runs one command.
   *
   * @param settings the application's own defaults, as {@code key=value}
   * @param out gets the result and nothing else, so that it can be piped into a file
   * @param err gets what went wrong
   * @return the exit code: 0, 1 when the database refuses, 2 for arguments that are no command
   */
  public static int run(
      List<String> args, List<String> settings, PrintStream out, PrintStream err) {
    String command = args.get(0);
    if (command.equals("generate-encryption-key") && args.size() == 1) {
      out.println(EncryptionKeys.generate());
      return 0;
    }
    if (command.equals("issue-api-key") && args.size() == 2 && !args.get(1).isBlank()) {
      return issue(args.get(1), settings, out, err);
    }
    err.print(USAGE);
    return 2;
  }

  private static int issue(String name, List<String> settings, PrintStream out, PrintStream err) {
    // Standard output is for the key alone.
    List<String> properties = new ArrayList<>(settings);
    properties.add("logging.level.root=OFF");
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(KeyConfiguration.class)
            .web(WebApplicationType.NONE)
            .properties(properties.toArray(String[]::new))
            .run()) {
      UUID account = context.getBean(Accounts.class).defaultAccount();
      out.println(context.getBean(ApiKeys.class).issue(account, name));
      return 0;
    } catch (RuntimeException e) {
      err.println(
          "No key was made, as the database refused: %s Check WHATSWAY_DB_URL, WHATSWAY_DB_USER and WHATSWAY_DB_PASSWORD."
              .formatted(NestedExceptionUtils.getMostSpecificCause(e).getMessage()));
      return 1;
    }
  }

  private OperatorCommands() {}
}
