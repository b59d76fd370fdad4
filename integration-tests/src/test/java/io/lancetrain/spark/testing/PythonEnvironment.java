package io.lancetrain.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python with the packages of {@code python/requirements.txt}, in a directory of the build. It is
 * made by the first test that needs it, and made anew when the requirements change.
 */
public final class PythonEnvironment {
  private static final String DIRECTORY = "lancetrain.python.directory";
  private static final long MINUTES = 10;

  /** What a virtual environment and the packages need. */
  private static final String PROBE =
      "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";

  private final Path python;

  private PythonEnvironment(Path python) {
    this.python = python;
  }

  /**
   * The environment of this build. Without Python the calling test is skipped; on a CI server,
   * which sets {@code CI}, it fails.
   */
  public static PythonEnvironment ofThisBuild() {
    return Holder.ENVIRONMENT.orElse();
  }

  /** Runs a script of {@code src/test/resources/python}; gives what it prints. */
  public String run(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(python.toString(), resource(script).toString()));
    command.addAll(Arrays.asList(arguments));
    return execute(command);
  }

  /** An environment, or why there is none. */
  private record Found(PythonEnvironment environment, String reason) {
    PythonEnvironment orElse() {
      if (environment == null) {
        System.err.println(reason);
        if (System.getenv("CI") != null) {
          throw new AssertionError(reason);
        }
        Assumptions.abort(reason);
      }
      return environment;
    }
  }

  private static final class Holder {
    private static final Found ENVIRONMENT = find();

    private static Found find() {
      try {
        execute(List.of("python3", "-c", PROBE));
      } catch (AssertionError | UncheckedIOException none) {
        return new Found(
            null,
            "Tables are not exchanged with pylance here: there is no python3 of version 3.11 or"
                + " newer with the modules venv and ensurepip.");
      }
      return new Found(new PythonEnvironment(create()), "");
    }

    private static Path create() {
      Path directory = Path.of(System.getProperty(DIRECTORY));
      Path python = directory.resolve("bin/python");
      Path requirements = resource("requirements.txt");
      Path installed = directory.resolve("requirements.txt");
      try {
        if (!Files.exists(installed) || Files.mismatch(installed, requirements) >= 0) {
          Files.deleteIfExists(installed);
          execute(List.of("python3", "-m", "venv", "--clear", directory.toString()));
          execute(
              List.of(
                  python.toString(),
                  "-m",
                  "pip",
                  "install",
                  "--disable-pip-version-check",
                  "--requirement",
                  requirements.toString()));
          Files.copy(requirements, installed);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return python;
    }
  }

  private static Path resource(String name) {
    try {
      return Path.of(PythonEnvironment.class.getResource("/python/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives the output of a command; fails with its errors where it does not end well. */
  private static String execute(List<String> command) {
    try {
      Path output = Files.createTempFile("python", ".out");
      Path errors = Files.createTempFile("python", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError(command + " did not end within " + MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
          throw new AssertionError(command + " failed: " + Files.readString(errors));
        }
        return Files.readString(output);
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    }
  }
}
