package io.lancetrain.spark.testing;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that nobody knows yet, made by the JDK's own tool. */
public final class TestAuthority {
  /** The password of all key stores here. */
  public static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path keys;

  private TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.keys = folder.resolve(name + ".p12");
  }

  /** Makes one, whose files lie in this folder. */
  public static TestAuthority create(Path folder, String name) throws Exception {
    TestAuthority authority = new TestAuthority(folder, name);
    authority.keytool(
        authority.keys,
        "-genkeypair",
        "-alias",
        "ca",
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-ext",
        "bc:c=ca:true");
    return authority;
  }

  /** Its certificate in PEM. */
  public Path certificate() throws Exception {
    return keytool(keys, "-exportcert", "-rfc", "-alias", "ca");
  }

  /** A trust store with its certificate alone. */
  public Path trustStore() throws Exception {
    Path store = folder.resolve("trust.p12");
    keytool(store, "-importcert", "-noprompt", "-alias", "ca", "-file", certificate().toString());
    return store;
  }

  /**
   * What a server needs to speak TLS under these names.
   *
   * @param names as keytool takes them, such as {@code ip:127.0.0.1,dns:localhost}
   */
  public SSLContext server(String names) throws Exception {
    Path server = Files.createTempFile(folder, "server", ".p12");
    Files.delete(server);
    keytool(server, "-genkeypair", "-alias", "server", "-dname", "CN=server", "-keyalg", "EC");
    Path request = keytool(server, "-certreq", "-alias", "server");
    Path issued =
        keytool(
            keys,
            "-gencert",
            "-alias",
            "ca",
            "-rfc",
            "-ext",
            "san=" + names,
            "-infile",
            request.toString());
    Path chain = folder.resolve("chain.pem");
    Files.writeString(chain, Files.readString(issued) + Files.readString(certificate()));
    keytool(
        server,
        "-importcert",
        "-noprompt",
        "-trustcacerts",
        "-alias",
        "root",
        "-file",
        certificate().toString());
    keytool(server, "-importcert", "-noprompt", "-alias", "server", "-file", chain.toString());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Files.readAllBytes(server)), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** Runs it; what it prints is in the file that is returned. */
  private Path keytool(Path store, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Path output = Files.createTempFile(folder, "keytool", ".txt");
    Path errors = Files.createTempFile(folder, "keytool", ".err");
    int exitCode =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException(
          "keytool failed: " + Files.readString(output) + Files.readString(errors));
    }
    return output;
  }
}
