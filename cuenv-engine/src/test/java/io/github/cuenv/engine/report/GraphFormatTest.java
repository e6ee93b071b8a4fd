package io.github.cuenv.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cuenv.engine.TestProject;
import io.github.cuenv.engine.config.ConfigurationException;
import io.github.cuenv.engine.plan.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphFormatTest {
  @TempDir Path folder;
  private Plan plan;

  @BeforeEach
  void plan() throws ConfigurationException {
    plan =
        TestProject.of(
                folder,
                """
                tasks: {
                  "say \\"hi\\"": command: "echo"
                  build: {command: "make", args: ["all"], dependsOn: ["say \\"hi\\""]}
                  all: {type: "group", x: {command: "true", dependsOn: ["build"]}}
                }
                """)
            .plan("all");
  }

  @Test
  void writesMermaid() {
    assertThat(GraphFormat.MERMAID.write(plan))
        .isEqualTo(
            """
            flowchart LR
              t0["say #quot;hi#quot;"]
              t1["build"]
              t2["all.x"]
              t3(["all"])
              t0 --> t1
              t1 --> t2
              t2 --> t3
            """);
  }

  @Test
  void writesDot() {
    assertThat(GraphFormat.DOT.write(plan))
        .contains("t0 [label=\"say \\\"hi\\\"\"];", "t3 [label=\"all\", style=rounded];")
        .contains("t2 -> t3;");
  }

  @Test
  void writesJson() {
    assertThat(GraphFormat.JSON.write(plan))
        .contains("\"name\" : \"build\"", "\"command\" : [ \"make\", \"all\" ]")
        .contains("\"dependsOn\" : [ \"all.x\" ]");
  }

  @Test
  void isFoundByName() {
    assertThat(GraphFormat.find("dot")).contains(GraphFormat.DOT);
    assertThat(GraphFormat.find("svg")).isEmpty();
    assertThat(GraphFormat.known()).isEqualTo("mermaid, dot, json");
  }
}
