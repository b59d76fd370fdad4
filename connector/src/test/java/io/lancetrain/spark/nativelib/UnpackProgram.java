package io.lancetrain.spark.nativelib;

import java.net.URL;
import java.nio.file.Path;

/** Unpacks the resource of the first argument below the second, as soon as it is released. */
final class UnpackProgram {
  private UnpackProgram() {}

  public static void main(String[] arguments) throws Exception {
    LibraryResource resource = LibraryResource.of(new URL(arguments[0]));
    UserDirectory directory = UserDirectory.under(Path.of(arguments[1]));
    System.in.read();
    Fingerprint fingerprint = resource.fingerprint().orElseThrow();
    Path file = directory.unpacked(resource, fingerprint);
    System.out.println(fingerprint.matches(file) ? "whole" : "broken");
  }
}
