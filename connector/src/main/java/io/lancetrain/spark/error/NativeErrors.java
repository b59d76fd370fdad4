package io.lancetrain.spark.error;

import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Errors in unpacking and loading Lance's native library. */
public final class NativeErrors {
  private NativeErrors() {}

  /** A platform for which Lance has no native library. */
  public static LanceException unsupportedPlatform(String system, String architecture) {
    return ErrorText.of(ErrorCondition.LANCE_NATIVE_LIBRARY)
        .with("system", system)
        .with("architecture", architecture)
        .says(
            "Cannot load Lance's native library: there is none for {system} on {architecture}. Use"
                + " Linux on x86-64 or aarch64, or macOS on aarch64.");
  }

  /** A jar that lacks the library of a supported platform. */
  public static LanceException missingLibrary(String resource) {
    return ErrorText.of(ErrorCondition.LANCE_NATIVE_LIBRARY)
        .with("resource", resource)
        .says(
            "Cannot load Lance's native library: {resource} is not in the jar. Use the jar as it is"
                + " published, with nothing left out.");
  }

  /** A part of the jar that cannot be read. */
  public static LanceException unreadable(String resource, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_NATIVE_LIBRARY)
        .with("resource", resource)
        .with("reason", cause)
        .causedBy(cause)
        .says(
            "Cannot load Lance's native library: reading {resource} from the jar failed with"
                + " {reason}. Check that the jar is whole.");
  }

  /** A library that could be used in none of {@code directories}. */
  public static LanceException cannotLoad(
      URL library, List<Path> directories, List<Throwable> failures) {
    LanceException error =
        ErrorText.of(ErrorCondition.LANCE_NATIVE_LIBRARY)
            .with("library", library)
            .with("directories", directories)
            .with(
                "reasons",
                failures.stream().map(Throwable::toString).collect(Collectors.joining("; ")))
            .causedBy(failures.get(0))
            .says(
                "Cannot load Lance's native library {library} from any of {directories}: {reasons}."
                    + " It needs about 200 MB in a directory from which programs may be executed;"
                    + " name one with -Dlancetrain.native.directory=DIRECTORY, on executors through"
                    + " spark.executor.extraJavaOptions.");
    failures.stream().skip(1).forEach(error::addSuppressed);
    return error;
  }
}
