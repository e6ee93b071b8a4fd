package io.github.cuenv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final String EMPTY_HASH =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes are those of protobuf's own documentation of the encoding. */
  @Test
  void numbersAndTextsAreWrittenAsProtobufDoes() {
    assertThat(hex(new WireWriter().number(1, 150).toBytes())).isEqualTo("089601");
    assertThat(hex(new WireWriter().string(2, "testing").toBytes()))
        .isEqualTo("120774657374696e67");
    assertThat(hex(new WireWriter().message(3, new WireWriter().number(1, 150)).toBytes()))
        .isEqualTo("1a03089601");
    assertThat(new WireWriter().number(1, 0).bool(2, false).string(3, "").toBytes()).isEmpty();
    assertThat(hex(new WireWriter().number(1, -1).toBytes())).isEqualTo("08ffffffffffffffffff01");
  }

  @Test
  void digestsAreThoseOfTheApi() {
    assertThat(Digest.EMPTY.hash()).isEqualTo(EMPTY_HASH);
    assertThat(hex(new WireWriter().digest(1, Digest.EMPTY).toBytes()))
        .isEqualTo("0a42" + "0a40" + hex(EMPTY_HASH));
    Digest digest = Digest.of("x".repeat(300));
    assertThat(hex(new WireWriter().digest(2, digest).toBytes()))
        .isEqualTo("1245" + "0a40" + hex(digest.hash()) + "10ac02");
  }

  @Test
  void commandsHaveTheFieldsOfTheApi() {
    TreeMap<String, String> environment = new TreeMap<>();
    environment.put("B", "2");
    environment.put("A", "");
    Command command =
        new Command(
            List.of("x", ""),
            environment,
            new TreeMap<>(),
            new TreeMap<>(),
            "./d/",
            List.of("o", "b/", "o"));

    assertThat(hex(command.encode()))
        .isEqualTo(
            "0a0178" + "0a00" + "1203" + "0a0141" + "1206" + "0a0142" + "120132" + "320164"
                + "3a0162" + "3a016f");
  }

  @Test
  void foldersHaveTheFieldsOfTheApi() {
    TreeNode.Folder folder = new TreeNode.Folder();
    folder.nodes().put("l", new TreeNode.Link("t"));
    folder.nodes().put("f", new TreeNode.File(Digest.EMPTY, true, -1, null));
    folder.folder("d");
    StringBuilder messages = new StringBuilder();

    Digest root = folder.digest((bytes, digest) -> messages.append(hex(bytes)).append(' '));

    String empty = "0a40" + hex(EMPTY_HASH);
    String expected =
        "0a49" + "0a0166" + "1242" + empty + "2001" + "1247" + "0a0164" + "1242" + empty + "1a06"
            + "0a016c" + "120174";
    assertThat(messages.toString()).isEqualTo(" " + expected + " ");
    assertThat(root).isEqualTo(Digest.of(HexFormat.of().parseHex(expected)));
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    Digest digest = Digest.of("content");
    byte[] bytes =
        new WireWriter().number(1, Long.MAX_VALUE).string(2000, "ü").digest(3, digest).toBytes();
    WireReader reader = new WireReader(bytes);

    assertThat(reader.next()).isTrue();
    assertThat(reader.number()).isEqualTo(Long.MAX_VALUE);
    assertThat(reader.next()).isTrue();
    assertThat(reader.field()).isEqualTo(2000);
    assertThat(reader.string()).isEqualTo("ü");
    assertThat(reader.next()).isTrue();
    assertThat(reader.digest()).isEqualTo(digest);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void damagedMessagesAreRefused() {
    for (String damaged : List.of("0a05", "08", "0d00", "ffffffffffffffffffffff", "0aff")) {
      assertThatThrownBy(() -> new WireReader(HexFormat.of().parseHex(damaged)).next())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void namesAreSortedByTheirBytes() {
    List<String> names =
        List.of("", "a", "a!", "a/", "aa", "b", "\ud7ff", "\ue000", "\uffff", "\ud83d\ude00");
    Comparator<String> byBytes =
        (a, b) ->
            java.util.Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    for (String a : names) {
      for (String b : names) {
        assertThat(Integer.signum(CodePointOrder.INSTANCE.compare(a, b)))
            .isEqualTo(Integer.signum(byBytes.compare(a, b)));
      }
    }
  }
}
