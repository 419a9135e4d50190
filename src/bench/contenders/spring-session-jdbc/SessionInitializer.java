package contender;

import org.springframework.session.web.context.AbstractHttpSessionApplicationInitializer;

/** Registers the SessionRepositoryFilter. */
public class SessionInitializer extends AbstractHttpSessionApplicationInitializer {

    public SessionInitializer() {
        super(SessionConfig.class);
    }
}
