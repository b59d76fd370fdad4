package io.lancetrain.spark.examples;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SaveMode;

/**
 * The command line of {@link ImagesToLance}.
 *
 * @param images the images to read
 * @param labels the URI of their labels
 * @param output the URI of the table
 * @param mode what to do when there is a table
 * @param tag what to tag the new version with
 * @param vectorColumn the name of the vector's column
 * @param test the table for a part of the rows
 */
record ImagesToLanceArguments(
    LabelledImages images,
    String labels,
    String output,
    SaveMode mode,
    Optional<String> tag,
    String vectorColumn,
    Optional<TestTable> test) {

  /** A table of its own for the given share of the rows. */
  record TestTable(String output, double fraction) {}

  /** A command line that cannot be used; the message is one line for the user. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  private enum Argument {
    IMAGES("URI", "directory or glob of image files, such as s3a://raw/digits/images"),
    LABELS("URI", "CSV file with the header id,file,label; images without a label are left out"),
    OUTPUT("URI", "the table to write, such as s3://training/digits.lance"),
    MODE("MODE", "errorifexists (default), append, overwrite or ignore"),
    TAG("NAME", "tag the new version"),
    VECTOR_COLUMN("NAME", "the column for the vector (default: embedding)"),
    SIDE("N", "the vector is the N x N grey thumbnail (default: 8)"),
    TEST_OUTPUT("URI", "a second table, for the test part of the rows"),
    TEST_FRACTION("SHARE", "how much of the rows it gets, between 0 and 1 (default: 0.2)");

    private final String value;
    private final String description;

    Argument(String value, String description) {
      this.value = value;
      this.description = description;
    }

    String flag() {
      return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String help() {
      return "  %-22s %s%n".formatted(flag() + " " + value, description);
    }

    static Argument named(String flag) throws UsageException {
      return Arrays.stream(values())
          .filter(argument -> argument.flag().equals(flag))
          .findFirst()
          .orElseThrow(() -> new UsageException("there is no argument " + flag));
    }
  }

  /** Whether the user asks for {@link #help()} instead of a run. */
  static boolean asksForHelp(String[] arguments) {
    return Arrays.asList(arguments).contains("--help");
  }

  static String help() {
    return """
        Usage: spark-submit --class %s --jars LANCETRAIN_JAR APPLICATION_JAR ARGUMENTS

        Reads images and their labels, and writes a Lance table with the columns
        id, file, label, image and a vector for each image.

        """
            .formatted(ImagesToLance.class.getName())
        + Arrays.stream(Argument.values()).map(Argument::help).collect(Collectors.joining())
        + "  %-22s %s".formatted("--help", "print this");
  }

  static ImagesToLanceArguments parse(String[] arguments) throws UsageException {
    Map<Argument, String> values = pairs(arguments);
    return new ImagesToLanceArguments(
        new LabelledImages(required(values, Argument.IMAGES), side(values)),
        required(values, Argument.LABELS),
        required(values, Argument.OUTPUT),
        mode(values),
        Optional.ofNullable(values.get(Argument.TAG)),
        values.getOrDefault(Argument.VECTOR_COLUMN, "embedding"),
        test(values));
  }

  private static Map<Argument, String> pairs(String[] arguments) throws UsageException {
    Map<Argument, String> values = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      Argument argument = Argument.named(arguments[i]);
      if (i + 1 == arguments.length) {
        throw new UsageException(argument.flag() + " needs a value");
      }
      if (values.put(argument, arguments[i + 1]) != null) {
        throw new UsageException(argument.flag() + " is there twice");
      }
    }
    return values;
  }

  private static String required(Map<Argument, String> values, Argument argument)
      throws UsageException {
    if (!values.containsKey(argument)) {
      throw new UsageException(argument.flag() + " is missing");
    }
    return values.get(argument);
  }

  private static int side(Map<Argument, String> values) throws UsageException {
    String text = values.getOrDefault(Argument.SIDE, "8");
    try {
      int side = Integer.parseInt(text);
      if (side >= 1 && side <= 1024) {
        return side;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--side has to be a whole number, not " + text);
    }
    throw new UsageException("--side has to be from 1 to 1024, not " + text);
  }

  private static SaveMode mode(Map<Argument, String> values) throws UsageException {
    String text = values.getOrDefault(Argument.MODE, "errorifexists");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "errorifexists", "error" -> SaveMode.ErrorIfExists;
      case "append" -> SaveMode.Append;
      case "overwrite" -> SaveMode.Overwrite;
      case "ignore" -> SaveMode.Ignore;
      default ->
          throw new UsageException(
              "--mode has to be errorifexists, append, overwrite or ignore, not " + text);
    };
  }

  private static Optional<TestTable> test(Map<Argument, String> values) throws UsageException {
    if (!values.containsKey(Argument.TEST_OUTPUT)) {
      if (values.containsKey(Argument.TEST_FRACTION)) {
        throw new UsageException("--test-fraction needs --test-output");
      }
      return Optional.empty();
    }
    String text = values.getOrDefault(Argument.TEST_FRACTION, "0.2");
    try {
      double fraction = Double.parseDouble(text);
      if (fraction > 0 && fraction < 1) {
        return Optional.of(new TestTable(values.get(Argument.TEST_OUTPUT), fraction));
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--test-fraction has to be a number, not " + text);
    }
    throw new UsageException("--test-fraction has to be between 0 and 1, not " + text);
  }
}
