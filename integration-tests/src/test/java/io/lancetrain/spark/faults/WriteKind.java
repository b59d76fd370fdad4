package io.lancetrain.spark.faults;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The writes of the fault tests, of the same rows 100 to 119. */
enum WriteKind {
  APPEND("append"),
  OVERWRITE("overwrite"),
  CREATE("errorifexists");

  static final long FIRST = 100;
  static final long END = 120;
  private static final List<Long> EARLIER = List.of(0L, 1L, 2L);
  private static final List<Long> WRITTEN = LongStream.range(FIRST, END).boxed().toList();

  private final String mode;

  WriteKind(String mode) {
    this.mode = mode;
  }

  String mode() {
    return mode;
  }

  /** The rows of the table before the write; none for a table that the write makes. */
  List<Long> before() {
    return this == CREATE ? List.of() : EARLIER;
  }

  /** The rows after the write. */
  List<Long> after() {
    return this == APPEND ? Stream.concat(EARLIER.stream(), WRITTEN.stream()).toList() : WRITTEN;
  }

  long versionBefore() {
    return this == CREATE ? 0 : 1;
  }
}
