package io.lancetrain.spark.examples;

import io.lancetrain.spark.testing.S3Server;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The raw data of the quick start: a PNG file for each digit, a labels file in which a few labels
 * are still missing, and a corrected labels file that has those few.
 *
 * @param bucket where the files are
 * @param prefix what their keys begin with, such as {@code digits}
 */
record RawDigits(String bucket, String prefix) {
  private static final int UNLABELLED_EVERY = 60;

  String directory() {
    return "s3a://" + bucket + "/" + prefix;
  }

  String images() {
    return directory() + "/images";
  }

  String labels() {
    return directory() + "/labels.csv";
  }

  String correctedLabels() {
    return directory() + "/labels-corrected.csv";
  }

  /** Creates the bucket and puts every file into it. */
  void store(List<Digit> digits, S3Server store) {
    store.createBucket(bucket);
    Predicate<Digit> unlabelled = digit -> digit.id() % UNLABELLED_EVERY == 0;
    List<Digit> late = digits.stream().filter(unlabelled).toList();
    store.put(bucket, prefix + "/labels.csv", labelsFile(digits, unlabelled.negate()));
    store.put(bucket, prefix + "/labels-corrected.csv", labelsFile(late, digit -> true));
    for (Digit digit : digits) {
      byte[] png = GreyImage.png(digit.pixels(), Digit.SIDE);
      store.put(bucket, prefix + "/images/" + digit.file(), png);
    }
  }

  private static byte[] labelsFile(List<Digit> digits, Predicate<Digit> labelled) {
    return digits.stream()
        .map(
            digit ->
                digit.id() + "," + digit.file() + "," + (labelled.test(digit) ? digit.label() : ""))
        .collect(Collectors.joining("\n", "id,file,label\n", "\n"))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
