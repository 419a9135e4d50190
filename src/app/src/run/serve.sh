#!/bin/sh
# Runs the distribution's Tomcat in the foreground and says what to type once it answers. The environment brings
# CATALINA_HOME, CATALINA_BASE, JAVA_HOME and HTTP_PORT.
set -eu

url="http://127.0.0.1:$HTTP_PORT"

announce() {
    page="http://localhost:$HTTP_PORT"
    jar="/tmp/bound-session-$HTTP_PORT.txt"
    cat <<END

bound-session runs: open $page in a browser. Ctrl-C stops it.

  endpoint                 method      needs
  /login                   GET, POST   user, password and secretid, or cookie and secretid
  /getemployeedetails      GET         cookie and secretid, role general
  /getcustomerdetails      GET         cookie and secretid, role general
  /getpaymentdetails       GET         cookie and secretid, role admin
  /logout                  POST        cookie and secretid
  /sessions                GET, DELETE cookie and secretid: the own sessions
  /admin/sessions          GET, DELETE cookie and secretid, role session-admin
  /health/live             GET         nothing
  /health/ready            GET         nothing

  demo user                password        role
  SAPCPI                   demo-general    general
  SAPCPI_ADMIN             demo-admin      admin
  SAPCPI_OPERATOR          demo-operator   session-admin

A session ends 150 s after the last call with its cookie and secret, and after 1 hour in any case. curl drops the
cookie 150 s after the last login. To try it:

1. Log in. custom_status is N: a new session, bound to the secret.
curl -i -b $jar -c $jar -u SAPCPI:demo-general -H 'secretid: my-own-secret-1' $page/login

2. The same command again: custom_status is A, already authorised.

3. Cookie and secret together read the data.
curl -i -b $jar -c $jar -H 'secretid: my-own-secret-1' "$page/getemployeedetails?limit=1"

4. The same cookie with another secret ends the session: 401. After that, command 1 answers N again.
curl -i -b $jar -c $jar -H 'secretid: a-thiefs-guess-1' $page/getemployeedetails

END
}

# Whether Maven still waits for Tomcat, which has this script's process id after the exec below.
alive() {
    kill -0 "$PPID" 2>/dev/null && kill -0 "$$" 2>/dev/null
}

# Runs beside Tomcat: tells of the first answer, then stops Tomcat when Maven ends, which does not pass a signal on.
watch() {
    if "$JAVA_HOME/bin/java" src/run/AwaitReady.java "$url/health/ready" 60 "$$" "$PPID"; then
        announce
    elif alive; then
        echo "$url/health/ready has not answered 200, see $CATALINA_BASE/logs" >&2
    fi
    while alive; do
        sleep 1
    done
    kill -TERM "$$" 2>/dev/null
}

# Whether Tomcat can give each request a virtual thread: from JDK 21 on.
has_virtual_threads() {
    version=$("$JAVA_HOME/bin/java" -XshowSettings:properties -version 2>&1 |
        sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 21 ]
}

watch &

# Only the loopback address, because everybody knows the demo passwords. A failed start ends the process.
CATALINA_OPTS="${CATALINA_OPTS:-} -Dhttp.port=$HTTP_PORT -Dhttp.address=127.0.0.1"
CATALINA_OPTS="$CATALINA_OPTS -Dorg.apache.catalina.startup.EXIT_ON_INIT_FAILURE=true"
if has_virtual_threads; then
    CATALINA_OPTS="-Dhttp.virtual.threads=true $CATALINA_OPTS"
fi
export CATALINA_OPTS
# exec: a signal to this process reaches Tomcat.
exec "$CATALINA_HOME/bin/catalina.sh" run
