import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the CycloneDX bill of materials of the jar: what is shaded in, and what lance-core's jar
 * holds under another name, with nothing that says so but the POM with which it was made. The
 * CycloneDX plugin leaves itself out of a build that is offline, and does not see the latter.
 *
 * <p>Arguments: where the bill goes, where a copy goes, the project's version, the time, and for
 * each artefact GROUP:ARTIFACT:VERSION:LICENCE and its jar. The same arguments give the same bytes.
 */
final class BillOfMaterials {
  private static final Pattern GUAVA =
      Pattern.compile("<artifactId>guava</artifactId>\\s*<version>([^<]+)</version>");

  private BillOfMaterials() {}

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    List<String> components = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int index = 4; index < arguments.length; index += 2) {
      String[] artefact = arguments[index].split(":");
      Path jar = Path.of(arguments[index + 1]);
      names.add(address(artefact[0], artefact[1], artefact[2]));
      components.add(component(artefact, ", \"hashes\" : [ " + hash(jar) + " ]"));
      if (artefact[1].equals("lance-core")) {
        String[] guava = {"com.google.guava", "guava", guavaOf(jar), "Apache-2.0"};
        names.add(address(guava[0], guava[1], guava[2]));
        components.add(
            component(
                guava, ", \"description\" : \"Within lance-core, as org.lance.shaded.guava\""));
      }
    }
    String own = address("io.lancetrain", "lancetrain-spark", arguments[2]);
    String content = String.join(",\n", components);
    String bill =
        """
        {
          "bomFormat" : "CycloneDX",
          "specVersion" : "1.6",
          "serialNumber" : "urn:uuid:%s",
          "version" : 1,
          "metadata" : {
            "timestamp" : "%s",
            "component" : %s
          },
          "components" : [
        %s
          ],
          "dependencies" : [ { "ref" : "%s", "dependsOn" : [ %s ] } ]
        }
        """
            .formatted(
                UUID.nameUUIDFromBytes((own + content).getBytes(StandardCharsets.UTF_8)),
                arguments[3],
                component(
                        new String[] {
                          "io.lancetrain", "lancetrain-spark", arguments[2], "Apache-2.0"
                        },
                        "")
                    .strip(),
                content,
                own,
                "\"" + String.join("\", \"", names) + "\"");
    for (String file : Arrays.asList(arguments[0], arguments[1])) {
      Files.createDirectories(Path.of(file).getParent());
      Files.writeString(Path.of(file), bill);
    }
  }

  private static String component(String[] artefact, String more) {
    String address = address(artefact[0], artefact[1], artefact[2]);
    return """
            { "type" : "library", "bom-ref" : "%s", "group" : "%s", "name" : "%s",
              "version" : "%s", "licenses" : [ { "license" : { "id" : "%s" } } ],
              "purl" : "%s"%s }\
        """
        .formatted(address, artefact[0], artefact[1], artefact[2], artefact[3], address, more);
  }

  private static String address(String group, String name, String version) {
    return "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
  }

  private static String hash(Path jar) throws IOException, GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
    return "{ \"alg\" : \"SHA-256\", \"content\" : \"" + HexFormat.of().formatHex(digest) + "\" }";
  }

  private static String guavaOf(Path jar) throws IOException {
    Path pom = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".pom"));
    Matcher guava = GUAVA.matcher(Files.readString(pom));
    if (!guava.find()) {
      throw new IOException("Cannot find Guava's version in " + pom);
    }
    return guava.group(1);
  }
}
