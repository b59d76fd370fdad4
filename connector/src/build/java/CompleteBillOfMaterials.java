import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds to the bill of materials what Maven does not know of: lance-core's jar holds Guava, under
 * another name and with nothing that says so but the POM with which it was made.
 *
 * <p>Arguments: the bill, in JSON, which is replaced; lance-core's jar, beside which its POM lies;
 * where a copy of the bill goes.
 */
final class CompleteBillOfMaterials {
  private static final Pattern GUAVA =
      Pattern.compile("<artifactId>guava</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern COMPONENTS = Pattern.compile("(?m)^  \"components\" : \\[");

  private CompleteBillOfMaterials() {}

  public static void main(String[] arguments) throws IOException {
    Path bill = Path.of(arguments[0]);
    if (!Files.exists(bill)) {
      System.err.println("No bill of materials in the jar: CycloneDX makes none offline (-o).");
      return;
    }
    String pom = Files.readString(Path.of(arguments[1].replaceFirst("\\.jar$", ".pom")));
    Matcher guava = GUAVA.matcher(pom);
    String text = Files.readString(bill);
    Matcher components = COMPONENTS.matcher(text);
    if (!guava.find() || !components.find()) {
      throw new IOException("Cannot find Guava in lance-core's POM, or no components in " + bill);
    }
    String purl = "pkg:maven/com.google.guava/guava@" + guava.group(1) + "?type=jar";
    String component =
        """

            {
              "type" : "library",
              "bom-ref" : "%s",
              "group" : "com.google.guava",
              "name" : "guava",
              "version" : "%s",
              "description" : "Within lance-core, as the packages org.lance.shaded.guava",
              "licenses" : [ { "license" : { "id" : "Apache-2.0" } } ],
              "purl" : "%s"
            },"""
            .formatted(purl, guava.group(1), purl);
    String complete =
        text.contains(purl)
            ? text
            : text.substring(0, components.end()) + component + text.substring(components.end());
    Files.writeString(bill, complete);
    Files.writeString(Path.of(arguments[2]), complete);
  }
}
