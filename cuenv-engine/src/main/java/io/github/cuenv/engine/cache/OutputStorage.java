package io.github.cuenv.engine.cache;

import io.github.cuenv.engine.workspace.CopiedContent;
import io.github.cuenv.engine.workspace.FileNames;
import io.github.cuenv.engine.workspace.Output;
import io.github.cuenv.engine.workspace.OutputEntry;
import io.github.cuenv.engine.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns outputs into what is stored of them, and back. */
final class OutputStorage {
  private final ContentStore contents;

  OutputStorage(ContentStore contents) {
    this.contents = contents;
  }

  /** Copies all contents into the store. */
  List<StoredOutput> store(List<Output> outputs) throws IOException {
    List<StoredOutput> stored = new ArrayList<>(outputs.size());
    for (Output output : outputs) {
      stored.add(store(output));
    }
    return stored;
  }

  private StoredOutput store(Output output) throws IOException {
    OutputEntry root = output.root();
    if (root instanceof OutputEntry.Link link) {
      return new StoredOutput.Link(output.path(), link.target());
    }
    if (root instanceof OutputEntry.File file) {
      return new StoredOutput.File(output.path(), put(file), file.permissions());
    }
    TreeNode.Folder folder = new TreeNode.Folder();
    for (Map.Entry<String, OutputEntry> entry : output.entries().entrySet()) {
      add(entry.getKey(), entry.getValue(), output.path(), folder);
    }
    return new StoredOutput.Folder(
        output.path(), contents.put(TreeMessage.encode(folder)), output.whole());
  }

  private void add(String path, OutputEntry entry, String root, TreeNode.Folder folder)
      throws IOException {
    String inner = path.length() == root.length() ? "" : path.substring(root.length() + 1);
    if (entry instanceof OutputEntry.Folder made) {
      folder.descend(inner, made.permissions());
      return;
    }
    int slash = inner.lastIndexOf('/');
    TreeNode.Folder parent = slash < 0 ? folder : folder.descend(inner.substring(0, slash));
    parent.nodes().put(inner.substring(slash + 1), node(entry));
  }

  private TreeNode node(OutputEntry entry) throws IOException {
    if (entry instanceof OutputEntry.Link link) {
      return new TreeNode.Link(link.target());
    }
    OutputEntry.File file = (OutputEntry.File) entry;
    boolean executable = (file.permissions() & 0100) != 0;
    return new TreeNode.File(put(file), executable, file.permissions(), null);
  }

  private Digest put(OutputEntry.File file) throws IOException {
    if (file.content() instanceof CopiedContent copied) {
      return contents.put(copied.source());
    }
    throw new IllegalArgumentException("an output that is no file of a workspace");
  }

  /**
   * The outputs of a stored result, whose contents come from the store.
   *
   * @throws MissingBlobException when a folder's tree isn't there
   */
  List<Output> load(StoredResult result, FileDigests digests) throws IOException {
    List<Output> outputs = new ArrayList<>(result.outputs().size());
    for (StoredOutput stored : result.outputs()) {
      SortedMap<String, OutputEntry> entries = new TreeMap<>();
      boolean whole = true;
      if (stored instanceof StoredOutput.File file) {
        entries.put(file.path(), file(file.digest(), file.permissions(), digests));
      } else if (stored instanceof StoredOutput.Link link) {
        entries.put(link.path(), new OutputEntry.Link(link.target()));
      } else if (stored instanceof StoredOutput.Folder folder) {
        whole = folder.whole();
        load(folder.path(), TreeMessage.decode(contents.read(folder.tree())), entries, digests);
      }
      requireExpressible(entries);
      outputs.add(new Output(stored.path(), entries, whole));
    }
    return outputs;
  }

  /** It may have been remembered under another locale. */
  private static void requireExpressible(SortedMap<String, OutputEntry> entries)
      throws WorkspaceException {
    for (Map.Entry<String, OutputEntry> entry : entries.entrySet()) {
      FileNames.requireExpressible(entry.getKey(), "the remembered output");
      if (entry.getValue() instanceof OutputEntry.Link link) {
        FileNames.requireExpressible(link.target(), "the target of a remembered link");
      }
    }
  }

  private void load(
      String path,
      TreeNode.Folder folder,
      SortedMap<String, OutputEntry> entries,
      FileDigests digests) {
    entries.put(path, new OutputEntry.Folder(folder.permissions()));
    for (Map.Entry<String, TreeNode> node : folder.nodes().entrySet()) {
      String inner = path + '/' + node.getKey();
      if (node.getValue() instanceof TreeNode.Folder below) {
        load(inner, below, entries, digests);
      } else if (node.getValue() instanceof TreeNode.Link link) {
        entries.put(inner, new OutputEntry.Link(link.target()));
      } else if (node.getValue() instanceof TreeNode.File file) {
        entries.put(inner, file(file.digest(), file.permissions(), digests));
      }
    }
  }

  private OutputEntry file(Digest digest, int permissions, FileDigests digests) {
    return new OutputEntry.File(new StoredContent(digest, contents, digests), permissions);
  }
}
