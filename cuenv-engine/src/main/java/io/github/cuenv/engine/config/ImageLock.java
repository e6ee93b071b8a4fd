package io.github.cuenv.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The digests that images are fixed to. A tag such as {@code alpine:latest} means another image
 * whenever somebody moves it; a digest always means the same one.
 *
 * @param digests such as {@code sha256:…}, by the images' references as the configuration has them
 */
public record ImageLock(SortedMap<String, String> digests) {
  /** The one that fixes nothing. */
  public static final ImageLock NONE = new ImageLock(new TreeMap<>());

  /** The grammar of a digest in github.com/distribution/reference, and so in image references. */
  private static final Pattern DIGEST =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}");

  /** Keeps the digests as they are now. */
  public ImageLock {
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /** Whether a text is a digest. */
  public static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /** Whether an image's reference has a digest of its own, and so needs none from here. */
  public static boolean hasDigest(String image) {
    return isDigest(image.substring(image.lastIndexOf('@') + 1));
  }

  /** Whether it is certain which image a reference means, by its own digest or by one of these. */
  public boolean isPinned(String image) {
    return hasDigest(image) || digests.containsKey(image);
  }

  /** The reference to use for an image: with its digest where there is one, else as it is. */
  public String reference(String image) {
    String digest = hasDigest(image) ? null : digests.get(image);
    return digest == null ? image : image + "@" + digest;
  }

  /** What is wrong here, one sentence for each image, when those are the right digests. */
  public List<String> differences(ImageLock right) {
    SortedSet<String> images = new TreeSet<>(digests.keySet());
    images.addAll(right.digests.keySet());
    List<String> differences = new ArrayList<>();
    for (String image : images) {
      String locked = digests.get(image);
      String now = right.digests.get(image);
      if (now == null) {
        differences.add(image + " is locked and not in use");
      } else if (locked == null) {
        differences.add(image + " is not locked");
      } else if (!locked.equals(now)) {
        differences.add(image + " is locked as " + locked + " and is " + now + " now");
      }
    }
    return differences;
  }
}
