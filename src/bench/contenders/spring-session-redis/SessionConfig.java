package contender;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisHttpSession;

/** Spring Session Redis as its documentation sets it up. */
@Configuration
@EnableRedisHttpSession(maxInactiveIntervalInSeconds = 150)
public class SessionConfig {

    @Bean
    public LettuceConnectionFactory connectionFactory() {
        return new LettuceConnectionFactory("127.0.0.1", Integer.getInteger("bench.redis.port"));
    }
}
