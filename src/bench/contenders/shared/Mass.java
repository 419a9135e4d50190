package contender;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Field;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;

/**
 * Makes sessions en masse, without a login: what 100,000 of them weigh, and how a server with a million fares. The Servlet API
 * knows one session a request, so Tomcat's manager is asked.
 */
public final class Mass {

    private static final long FAR = 86_400_000;

    private Mass() {}

    /** A session that idles for an hour and holds what a login puts into one, in objects of its own. */
    public static HttpSession newSession(ServletRequest request, int number) {
        HttpSession session = tomcatRequest(request)
                .getContext()
                .getManager()
                .createSession(null)
                .getSession();
        session.setMaxInactiveInterval(3600);
        session.setAttribute("org.boundsession.hash", hash(number));
        session.setAttribute("org.boundsession.user", "user" + number);
        session.setAttribute("org.boundsession.roles", new String("general"));
        session.setAttribute("org.boundsession.end", System.currentTimeMillis() + FAR);
        session.setAttribute("org.boundsession.lastProof", System.currentTimeMillis() + FAR);
        return session;
    }

    /** As long as a real one. */
    private static String hash(int number) {
        return String.format("{secret}%08x:$2b$10$%053d", 0x1234abcd, number);
    }

    private static Request tomcatRequest(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        try {
            Field field = RequestFacade.class.getDeclaredField("request");
            field.setAccessible(true);
            return (Request) field.get(inner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another Tomcat than this was written for", e);
        }
    }
}
