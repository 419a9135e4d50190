package contender;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.transaction.PlatformTransactionManager;

/** Spring Session JDBC as its documentation sets it up, with a pool as large as everybody's. */
@Configuration
@EnableJdbcHttpSession(maxInactiveIntervalInSeconds = 150)
public class SessionConfig {

    @Bean
    public DataSource dataSource() {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(System.getProperty("bench.jdbc.url"));
        config.setUsername(System.getProperty("bench.jdbc.user"));
        config.setPassword(System.getProperty("bench.jdbc.password"));
        config.setMaximumPoolSize(32);
        return new HikariDataSource(config);
    }

    @Bean
    public PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new DataSourceTransactionManager(dataSource);
    }
}
