package io.github.cuenv.engine.backend.dagger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.run.Outcome;
import io.github.cuenv.engine.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a task in a container starts from, and what it sees. */
@NeedsEngine
@Timeout(120)
class ContainerTasksTest {
  @TempDir Path folder;

  private TestProject project(String cue) {
    return TestEngine.project(folder, cue);
  }

  private void write(String file, String text) throws Exception {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Nested
  class Runs {
    @Test
    void inTheImageOfTheProjectOrItsOwn() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                ours: {command: "sh", args: ["-c", "command -v python3 || echo none"]}
                own: {command: "sh", args: ["-c", "command -v python3 || echo none"], dagger: image: "python:3.11-slim"}
                runtime: {
                  command: "sh"
                  args: ["-c", "command -v python3 || echo none"]
                  runtime: schema.#DaggerRuntime & {image: "python:3.11-slim"}
                }
              }
              """);
      RunResult result = project.run("ours", "own", "runtime");
      assertThat(result.failure()).isEmpty();
      assertThat(result.isolation()).isEqualTo("dagger, containers");
      assertThat(project.printed("ours")).containsExactly("none");
      assertThat(project.printed("own")).singleElement().asString().endsWith("/python3");
      assertThat(project.printed("runtime")).singleElement().asString().endsWith("/python3");
    }

    @Test
    void inTheFolderThatItNames() throws Exception {
      write("sub/file", "x");
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "sh", args: ["-c", "pwd; ls"], dir: "sub"}
                b: {script: "pwd", scriptShell: "sh"}
              }
              """);
      assertThat(project.run("a", "b").failure()).isEmpty();
      assertThat(project.printed("a")).containsExactly("/workspace/sub", "file");
      assertThat(project.printed("b")).containsExactly("/workspace");
    }

    @Test
    void withAllOfTheEnvironmentAndItsOwnOnTop() throws Exception {
      TestProject project =
          project(
              """
              env: {TEXT: "a  b\\nc", NUMBER: 42, DECIMAL: 1.5, YES: true, EMPTY: "", DOLLAR: "$TEXT ${X}", BOTH: "project"}
              env: ONLY: {value: "seen", policies: [{allowTasks: ["a"]}]}
              tasks: {
                a: {
                  command: "sh"
                  args: ["-c", "echo \\"$TEXT,$NUMBER,$DECIMAL,$YES,[$EMPTY],$DOLLAR,$BOTH,$ONLY,${EMPTY+set}\\""]
                  env: BOTH: "task"
                }
                b: {command: "sh", args: ["-c", "echo [$ONLY] $BOTH; env | grep -c ^MAVEN_ || true"]}
              }
              """);
      assertThat(project.run("a", "b").failure()).isEmpty();
      assertThat(project.printed("a"))
          .containsExactly("a  b", "c,42,1.5,true,[],$TEXT ${X},task,seen,set");
      assertThat(project.printed("b")).containsExactly("[] project", "0");
    }
  }

  @Nested
  class Continues {
    @Test
    void fromTheFileSystemOfAnother() throws Exception {
      write("input.txt", "old");
      TestProject project =
          project(
              """
              tasks: {
                setup: {command: "sh", args: ["-c", "echo tool > /opt-tool; echo made > made.txt; rm input.txt"]}
                one: {command: "sh", args: ["-c", "cat /opt-tool made.txt; ls; echo one > /one"], dagger: from: "setup"}
                two: {command: "sh", args: ["-c", "cat /opt-tool; ls /one 2>&1 | grep -c such"], dagger: from: tasks.setup}
                three: {command: "cat", args: ["/opt-tool", "/one"], dagger: from: "one"}
              }
              """);
      RunResult result = project.run("two", "three");
      assertThat(result.failure()).isEmpty();
      assertThat(result.results().get(0).task().name()).isEqualTo("setup");
      assertThat(project.printed("one")).containsExactly("tool", "made", "env.cue", "made.txt");
      assertThat(project.printed("two")).containsExactly("tool", "1");
      assertThat(project.printed("three")).containsExactly("tool", "one");
    }

    @Test
    void withNothingElseOfTheOther() throws Exception {
      TestProject project =
          project(
              """
              _token: {resolver: "exec", command: "echo", args: ["s3cret-value"]}
              tasks: {
                setup: {
                  command: "sh"
                  args: ["-c", "[ \\"$TOKEN$PASSWORD\\" = s3cret-values3cret-value ] && [ -s /root/token ] && echo x > /cache/x && [ $PLAIN = plain ]"]
                  env: {PLAIN: "plain", PASSWORD: _token}
                  dagger: {
                    image: "alpine:latest"
                    cache: [{path: "/cache", name: "not-carried-on"}]
                    secrets: [{name: "token", envVar: "TOKEN", path: "/root/token", resolver: _token}]
                  }
                }
                next: {
                  command: "sh"
                  args: ["-c", "echo [$PLAIN$PASSWORD$TOKEN]; cat /root/token /cache/x; env | grep -ci s3cret"]
                  continueOnError: true
                  dagger: from: "setup"
                }
              }
              """);
      RunResult result = project.run("next");
      assertThat(TestProject.result(result, "setup").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(project.printed("next")).contains("[]", "0").doesNotContain("***", "x");
    }

    @Test
    void withItsInputsOnTop() throws Exception {
      write("a.txt", "one");
      TestProject project =
          project(
              """
              tasks: {
                setup: {command: "sh", args: ["-c", "echo changed > a.txt; echo kept > b.txt"]}
                next: {command: "cat", args: ["a.txt", "b.txt"], inputs: ["a.txt"], dagger: from: "setup"}
              }
              """);
      assertThat(project.run("next").failure()).isEmpty();
      assertThat(project.printed("next")).containsExactly("onekept");
    }

    @Test
    void whateverImageItNames() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                setup: {command: "touch", args: ["/mark"]}
                next: {command: "ls", args: ["/mark"], dagger: {from: "setup", image: "python:3.11-slim"}}
              }
              """);
      assertThat(project.run("next").failure()).isEmpty();
      assertThat(project.notices("next")).singleElement().asString().contains("`image` has no");
    }

    @Test
    void neverFromWhatCannotBeContinued() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                first: {command: "touch", args: ["ran"]}
                self: {command: "true", dagger: from: "self"}
                unknown: {command: "true", dagger: from: "frist"}
              }
              """);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.run("first"))
          .withMessageContaining("self → self")
          .withMessageContaining("there is no task \"frist\" (did you mean \"first\"?)");
      assertThat(project.started()).isEmpty();
    }

    @Test
    void neverFromAGroup() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                g: {type: "group", x: command: "true"}
                a: {command: "true", dagger: from: "g"}
              }
              """);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.run("a"))
          .withMessageContaining("task \"a\" cannot continue from \"g\"");
    }

    @Test
    void neverInACircle() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {command: "true", dagger: from: "c"}
                b: {command: "true", dagger: from: "a"}
                c: {command: "true", dagger: from: "b"}
              }
              """);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> project.run("a"))
          .withMessageContaining("a → c → b → a");
    }
  }

  @Nested
  class SharesVolumes {
    @Test
    void byNameWithOtherTasksRunsAndModules() throws Exception {
      String name = "shared-" + TestEngine.NEW;
      String cue =
          """
          tasks: {
            write: {command: "sh", args: ["-c", "echo x >> /v/log"], dagger: cache: [{path: "/v", name: "%s"}]}
            read: {
              command: "sh"
              args: ["-c", "wc -l < /other/log"]
              dependsOn: ["write"]
              dagger: {image: "python:3.11-slim", cache: [{path: "/other", name: "%s"}, {path: "/w", name: "%s-2"}]}
            }
          }
          """
              .formatted(name, name, name);
      TestProject project = project(cue);
      assertThat(project.run("read").failure()).isEmpty();
      TestProject other = TestEngine.project(Files.createDirectory(folder.resolve("other")), cue);
      DaggerBackend backend = new DaggerBackend(TestEngine.settings());
      assertThat(other.in(backend).run("read").failure()).isEmpty();
      backend.close();
      assertThat(project.run("read").failure()).isEmpty();
      assertThat(project.printed("read")).containsExactly("1", "3");
    }
  }

  @Nested
  class HasSecrets {
    @Test
    void asVariablesAndFilesMaskedInAllThatIsShown() throws Exception {
      TestProject project =
          project(
              """
              _secret: {resolver: "exec", command: "printf", args: ["sec\\"ret/+ value"]}
              env: OF_ENV: {resolver: "exec", command: "printf", args: ["of-the-environment"]}
              tasks: a: {
                command: "sh"
                args: ["-c", "wc -c < /run/token; cat /run/token; echo; echo ${#TOKEN} $TOKEN ${#OF_ENV} $OF_ENV; printf %s \\"$TOKEN\\" | base64; echo err $TOKEN >&2"]
                dagger: {
                  image: "alpine:latest"
                  secrets: [{name: "a", envVar: "TOKEN", resolver: _secret}, {name: "b", path: "/run/token", resolver: _secret}]
                }
              }
              """);
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(project.printed("a"))
          .contains("15", "***", "15 *** 18 ***", "err ***")
          .noneMatch(line -> line.contains("sec\"ret"))
          .noneMatch(line -> line.contains("c2VjInJldC8rIHZhbHVl"));
    }

    @Test
    void thatOneTaskDoesNotShareWithAnother() throws Exception {
      TestProject project =
          project(
              """
              tasks: {
                a: {
                  command: "sh"
                  args: ["-c", "echo ${#TOKEN}"]
                  dagger: {
                    image: "alpine:latest"
                    secrets: [{name: "same", envVar: "TOKEN", resolver: {resolver: "exec", command: "echo", args: ["four"]}}]
                  }
                }
                b: {
                  command: "sh"
                  args: ["-c", "echo ${#TOKEN}"]
                  dagger: {
                    image: "alpine:latest"
                    secrets: [{name: "same", envVar: "TOKEN", resolver: {resolver: "exec", command: "echo", args: ["seven77"]}}]
                  }
                }
              }
              """);
      assertThat(project.run("a", "b").failure()).isEmpty();
      assertThat(project.printed("a")).containsExactly("4");
      assertThat(project.printed("b")).containsExactly("7");
    }

    @Test
    void ofSeveralLinesAndOtherLetters() throws Exception {
      Files.writeString(
          folder.resolve("key"), "-----BEGIN-----\nZeile über eins\n-----END-----\n\n");
      TestProject project =
          project(
              """
              tasks: a: {
                command: "sh"
                args: ["-c", "md5sum < /key; cat /key"]
                inputs: []
                dagger: {
                  image: "alpine:latest"
                  secrets: [{name: "key", path: "/key", resolver: {resolver: "exec", command: "cat", args: ["key"]}}]
                }
              }
              """);
      assertThat(project.run("a").failure()).isEmpty();
      byte[] value = "-----BEGIN-----\nZeile über eins\n-----END-----\n".getBytes(UTF_8);
      byte[] digest = MessageDigest.getInstance("MD5").digest(value);
      assertThat(project.printed("a").get(0)).startsWith(HexFormat.of().formatHex(digest));
      assertThat(project.printed("a")).noneMatch(line -> line.contains("Zeile"));
    }
  }

  @Nested
  class Sees {
    @Test
    void declaredInputsAndNothingElse() throws Exception {
      write("a.txt", "a");
      write("b.txt", "b");
      write("src/x/One.java", "1");
      write("src/x/two.txt", "2");
      write("odd/[x]!.txt", "odd");
      TestProject project =
          project(
              """
              tasks: {
                some: {command: "find", args: [".", "-type", "f"], inputs: ["a.txt", "src/**/*.java", "odd/[x]!.txt"]}
                none: {command: "find", args: [".", "-type", "f"], inputs: []}
                folder: {command: "find", args: [".", "-type", "f"], inputs: ["src"]}
                gone: {command: "true", inputs: ["no.txt"]}
              }
              """);
      RunResult result = project.run(project.failAtEnd(), "some", "none", "folder", "gone");
      assertThat(project.printed("some"))
          .containsExactlyInAnyOrder("./a.txt", "./src/x/One.java", "./odd/[x]!.txt");
      assertThat(project.printed("none")).isEmpty();
      assertThat(project.printed("folder"))
          .containsExactlyInAnyOrder("./src/x/One.java", "./src/x/two.txt");
      assertThat(TestProject.result(result, "none").outcome()).isEqualTo(Outcome.EXECUTED);
      assertThat(TestProject.result(result, "gone").reason())
          .isEqualTo("its input no.txt is missing");
    }

    @Test
    void withoutDeclarationAllThatGitDoesNotIgnore() throws Exception {
      write("a.txt", "a");
      write(".gitignore", "*.log\nnode_modules/\n!kept.log\n");
      write("x.log", "ignored");
      write("kept.log", "kept");
      write("node_modules/m/index.js", "ignored");
      write("target/classes/A.class", "built");
      write("sub/.hidden", "seen");
      git("init", "-q");
      TestProject project =
          project("tasks: a: {command: \"find\", args: [\".\", \"-type\", \"f\"]}");
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(project.printed("a"))
          .containsExactlyInAnyOrder(
              "./a.txt", "./.gitignore", "./kept.log", "./sub/.hidden", "./env.cue");
    }

    @Test
    void linksAndModesAsTheyAre() throws Exception {
      write("tool.sh", "#!/bin/sh\necho tool\n");
      assertThat(folder.resolve("tool.sh").toFile().setExecutable(true)).isTrue();
      Files.createSymbolicLink(folder.resolve("link"), Path.of("tool.sh"));
      TestProject project =
          project("tasks: a: {command: \"sh\", args: [\"-c\", \"readlink link; ./link\"]}");
      assertThat(project.run("a").failure()).isEmpty();
      assertThat(project.printed("a")).containsExactly("tool.sh", "tool");
    }

    private void git(String... arguments) throws Exception {
      List<String> command = new ArrayList<>(List.of("git"));
      command.addAll(List.of(arguments));
      assertThat(new ProcessBuilder(command).directory(folder.toFile()).start().waitFor()).isZero();
    }
  }
}
