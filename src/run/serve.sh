#!/bin/sh
# Runs the distribution's Tomcat in the foreground and says what to type once it answers. The environment brings
# CATALINA_HOME, CATALINA_BASE, JAVA_HOME and HTTP_PORT.
set -eu

url="http://127.0.0.1:$HTTP_PORT"

ready() {
    [ "$(curl -s --noproxy '*' -o /dev/null --max-time 2 -w '%{http_code}' "$url/health/ready")" = 200 ]
}

announce() {
    cat <<END

bound-session answers at $url  (Ctrl-C stops it)

1. Log in; the session is bound to the secret. Once more, and custom_status is A instead of N.
curl -i -b /tmp/bound-session.txt -c /tmp/bound-session.txt -u SAPCPI:demo-general -H 'secretid: my-own-secret-1' $url/login

2. The cookie and the secret together open the data.
curl -i -b /tmp/bound-session.txt -H 'secretid: my-own-secret-1' $url/getemployeedetails

3. The same cookie with another secret ends the session.
curl -i -b /tmp/bound-session.txt -H 'secretid: a-thiefs-guess-1' $url/getemployeedetails

The other user, who may read /getpaymentdetails: SAPCPI_ADMIN:demo-admin

END
}

# Whether Maven still waits for Tomcat, which has this script's process id after the exec below.
alive() {
    kill -0 "$PPID" 2>/dev/null && kill -0 "$$" 2>/dev/null
}

# Runs beside Tomcat: tells of the first answer, then stops Tomcat when Maven ends, which does not pass a signal on.
watch() {
    seconds=0
    while alive && [ "$seconds" -lt 60 ] && ! ready; do
        sleep 1
        seconds=$((seconds + 1))
    done
    if [ "$seconds" -lt 60 ]; then
        alive && announce
    else
        echo "$url/health/ready has not answered 200, see $CATALINA_BASE/logs" >&2
    fi
    while alive; do
        sleep 1
    done
    kill -TERM "$$" 2>/dev/null
}

watch &

# Only the loopback address, because everybody knows the demo passwords. A failed start ends the process.
CATALINA_OPTS="${CATALINA_OPTS:-} -Dhttp.port=$HTTP_PORT -Dhttp.address=127.0.0.1"
CATALINA_OPTS="$CATALINA_OPTS -Dorg.apache.catalina.startup.EXIT_ON_INIT_FAILURE=true"
export CATALINA_OPTS
# exec: a signal to this process reaches Tomcat.
exec "$CATALINA_HOME/bin/catalina.sh" run
