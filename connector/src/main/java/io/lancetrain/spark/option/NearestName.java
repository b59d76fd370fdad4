package io.lancetrain.spark.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Which of the known names a misspelt one may mean. */
public final class NearestName {
  /** Of so many letters one may be wrong: a name further off is another word. */
  private static final int LETTERS_FOR_A_MISTAKE = 3;

  private NearestName() {}

  /** The known name most like this one in any case; empty where none is much like it. */
  public static Optional<String> of(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparing(candidate -> distance(candidate, name)))
        .filter(nearest -> distance(nearest, name) * LETTERS_FOR_A_MISTAKE <= name.length());
  }

  private static int distance(String first, String second) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(first.toLowerCase(Locale.ROOT), second.toLowerCase(Locale.ROOT));
  }
}
