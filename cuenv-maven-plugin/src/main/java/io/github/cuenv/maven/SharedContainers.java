package io.github.cuenv.maven;

import io.github.cuenv.engine.backend.dagger.DaggerBackend;
import io.github.cuenv.engine.backend.dagger.DaggerSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;

/**
 * One Dagger backend, and with it one session, for all modules and executions of a Maven build. It
 * is kept with the build's own data and closed when the build is over. Maven tells that to the
 * lifecycle participants of build extensions alone, and to the one listener of a request, which is
 * why that listener is wrapped.
 */
final class SharedContainers {
  private static final String SESSION_ENDED = "sessionEnded";

  private SharedContainers() {}

  /** The build's backend; the settings of whoever comes first hold. */
  static DaggerBackend of(MavenSession session, DaggerSettings settings) {
    SessionData data = session.getRepositorySession().getData();
    synchronized (data) {
      if (data.get(DaggerBackend.class) instanceof DaggerBackend known) {
        return known;
      }
      DaggerBackend backend = new DaggerBackend(settings);
      data.set(DaggerBackend.class, backend);
      closeAtEnd(session.getRequest(), backend);
      return backend;
    }
  }

  private static void closeAtEnd(MavenExecutionRequest request, DaggerBackend backend) {
    ExecutionListener before = request.getExecutionListener();
    request.setExecutionListener(
        (ExecutionListener)
            Proxy.newProxyInstance(
                SharedContainers.class.getClassLoader(),
                new Class<?>[] {ExecutionListener.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals(SESSION_ENDED)) {
                    backend.close();
                  }
                  try {
                    return before == null ? null : method.invoke(before, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }));
  }
}
