package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.Progress;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.internal.devserver.TemporalDevServerDownloader;
import java.nio.file.Path;

/**
 * The Temporal SDK's own download of the CLI. Only the file is taken from it, by the step {@code
 * TemporalDevServer.start} begins with: the server has to be a supervised child of ours, with a pid
 * file and restarts, which {@code TemporalDevServer} does not offer (SDK 1.38).
 */
final class SdkDownload implements TemporalLink {

  private final Path folder;
  private final Console console;

  SdkDownload(Path folder, Console console) {
    this.folder = folder;
    this.console = console;
  }

  @Override
  public String title() {
    return "the Temporal SDK's download";
  }

  @Override
  public Finding find() {
    TemporalDevServerOptions options =
        TemporalDevServerOptions.newBuilder().setDownloadDestination(folder.toString()).build();
    try (Progress progress = new Progress(console)) {
      progress.waitingFor("the download of the temporal CLI");
      Path program = TemporalDevServerDownloader.prepare(options);
      String problem = TemporalProgram.problem(program);
      return problem == null
          ? new Finding.Found(new TemporalSource.Program(program))
          : new Finding.Missing(problem);
    } catch (RuntimeException e) {
      return new Finding.Missing("refused (" + rootOf(e) + ")");
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
