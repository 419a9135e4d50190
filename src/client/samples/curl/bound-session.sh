#!/bin/sh
# Calls a server with bound sessions; the cookie of each user is kept in a file between the runs.
#
# Run against the demo (mvn -Prun package):  sh bound-session.sh
# Another server or other users: set SERVER_URL, GENERAL_USER, GENERAL_PASSWORD, GENERAL_SECRET, ADMIN_USER and so on,
# and COOKIE_DIRECTORY for the cookies.
#
# What to know about curl:
# - Other users of the machine see its command line: user, password, secret and cookie go in as configuration (-K -).
# - A cookie jar (-c) drops the cookie 150 s after the last login, although each call extends the session, and one jar for
#   two users replaces the cookie of the first: the cookie's value is kept here, in a file for each server and user.
# - A .curlrc with "location" would follow redirects, and send the secret along to any host: -q ignores it.
set -eu
# Files of this script are for its user only.
umask 077
export LC_ALL=C

url=${SERVER_URL:-http://localhost:8086}
url=${url%/}
cookies=${COOKIE_DIRECTORY:-$HOME/.bound-session}
max_wait=5
# Two dots at the start of a part of a path, however they are encoded: some servers and proxies leave the application.
dots='([/\]|%(25)*(2f|5c))(\.|%(25)*2e){2}'

mkdir -p "$cookies"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# option NAME VALUE - a line of curl's configuration.
option() {
    printf '%s = "%s"\n' "$1" "$(printf '%s' "$2" | sed 's/[\\"]/\\&/g')"
}

# fields NAME - the values of a header of the answer, a line each.
fields() {
    tr -d '\r' <"$work/headers" | grep -i "^$1:" | sed 's/^[^:]*: *//'
}

# as GENERAL|ADMIN USER PASSWORD SECRET - chooses the user of the next calls; the environment overrides the defaults.
as() {
    eval "user=\${$1_USER:-\$2} password=\${$1_PASSWORD:-\$3} secret=\${$1_SECRET:-\$4}"
    # A line break would begin another option of curl.
    case $user$password$secret in
    *[[:cntrl:]]*) fail "user, password and secret of $1 must not contain control characters" ;;
    esac
    jar=$cookies/$(printf '%s %s' "$url" "$user" | cksum | tr ' ' -)
}

# exchange PATH [login] - sends a request; leaves the status, and headers and body in files.
exchange() {
    case $1 in /*) ;; *) fail 'the path must begin with a slash' ;; esac
    ! printf '%s\n' "${1%%\?*}" | grep -Eiq "$dots" || fail 'the path must stay below the root'
    status=$({
        option header "secretid: $secret"
        [ ! -s "$jar" ] || option header "Cookie: $(cat "$jar")"
        [ $# = 1 ] || option user "$user:$password"
    } | curl -q -sSg -K - --max-time 30 -D "$work/headers" -o "$work/body" -w '%{http_code}' "$url$1")
}

# send PATH [login] - if the server is busy, waits as long as it asks, once and not for long.
send() {
    exchange "$@"
    case $status in 429 | 503) ;; *) return 0 ;; esac
    wait=$(fields Retry-After)
    case $wait in '' | *[!0-9]*) return 0 ;; esac
    [ "$wait" -le "$max_wait" ] || return 0
    sleep "$wait"
    exchange "$@"
}

# custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
log_in() {
    send /login login
    cookie=$(fields Set-Cookie | sed -n 's/^\(Session_ID=[^; ]*\).*/\1/p')
    if [ "$status" != 200 ] || [ -z "$cookie" ]; then
        fail "login as $user failed: $status $(sed -n 's/.*"code" *: *"\([a-z_]*\)".*/\1/p' "$work/body")"
    fi
    printf '%s' "$cookie" >"$jar.$$"
    mv "$jar.$$" "$jar"
}

# get PATH - logs in if there is no session, or if the server no longer has it; the answer's body is in a file.
get() {
    [ -s "$jar" ] || log_in
    send "$1"
    if [ "$status" = 401 ]; then
        log_in
        send "$1"
    fi
}

# read_as NAME PATH - calls and tells the status. The data is in "$work/body".
read_as() {
    get "$2"
    printf '%s %s %s\n' "$1" "$2" "$status"
}

as GENERAL SAPCPI demo-general my-own-secret-1
read_as general '/getemployeedetails?limit=1'
read_as general '/getcustomerdetails?limit=1'
# A second user, with a secret and a file of its own.
as ADMIN SAPCPI_ADMIN demo-admin my-own-secret-2
read_as admin '/getpaymentdetails?limit=1'
# The general user has no access to payments: 403, and the session stays valid.
as GENERAL SAPCPI demo-general my-own-secret-1
read_as general '/getpaymentdetails?limit=1'
