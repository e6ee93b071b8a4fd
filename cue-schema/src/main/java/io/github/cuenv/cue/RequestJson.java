package io.github.cuenv.cue;

import java.util.SortedMap;
import java.util.TreeMap;

/** Requests as the evaluator reads them. */
final class RequestJson {

  private RequestJson() {}

  static SortedMap<String, Object> of(EvaluationRequest request) {
    SortedMap<String, Object> fields = new TreeMap<>();
    fields.put("dir", request.folder().toString());
    if (request.packageName() != null) {
      fields.put("package", request.packageName());
    }
    fields.put("tags", request.tags());
    fields.put("values", request.values());
    fields.put("offline", request.offline());
    return fields;
  }

  static byte[] encode(EvaluationRequest request, long memoryLimit) {
    SortedMap<String, Object> fields = of(request);
    fields.put("memoryLimit", memoryLimit);
    return JsonWriter.write(fields);
  }
}
