#!/bin/sh
# Calls a server with bound sessions; the cookie of each user is kept in a file between the runs.
#
# Run against the demo (mvn -Prun package):  sh bound-session.sh
# Another server or other users: set SERVER_URL, GENERAL_USER, GENERAL_PASSWORD, GENERAL_SECRET, ADMIN_USER and so on,
# and COOKIE_DIRECTORY for the cookies. BINDING=signature signs each call with a key of its own session (RFC 9421) instead
# of sending the secret along; this needs openssl, and the file of a session then has its key, too.
#
# What to know about curl:
# - Other users of the machine see its command line: user, password, secret and cookie go in as configuration (-K -).
# - A cookie jar (-c) drops the cookie 150 s after the last login, although each call extends the session, and one jar for
#   two users replaces the cookie of the first: the cookie's value is kept here, in a file for each server and user.
# - A .curlrc with "location" would follow redirects, and send the secret along to any host: -q ignores it.
# What to know about openssl:
# - "openssl dgst -mac HMAC -macopt hexkey:..." shows the key in its command line, and no option reads it from a file: HMAC
#   is made here of two hashes (RFC 2104), whose input comes from the shell's own printf.
set -eu
# Files of this script are for its user only.
umask 077
export LC_ALL=C

url=${SERVER_URL:-http://localhost:8086}
url=${url%/}
cookies=${COOKIE_DIRECTORY:-$HOME/.bound-session}
binding=${BINDING:-secret}
# Seconds that the server's clock is ahead of this one.
clock_offset=0
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

# member NAME - a string or a number of the answer's JSON.
member() {
    sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([A-Za-z0-9_-]*\).*/\1/p' "$work/body"
}

# code - the code of a failure, nothing if a proxy answered.
code() {
    [ "$status" -lt 400 ] || member code
}

hex() {
    od -An -v -tx1 | tr -d ' \n'
}

base64url() {
    openssl base64 -A | tr '+/' '-_' | tr -d '='
}

# padded HEX MASK - the key, filled up with zeros to a block of SHA-256, each byte XOR the mask; as escapes of printf %b.
padded() {
    rest=$1
    count=0
    while [ "$count" -lt 64 ]; do
        byte=${rest%"${rest#??}"}
        rest=${rest#??}
        printf '\\0%03o' "$((0x${byte:-0} ^ $2))"
        count=$((count + 1))
    done
}

# hmac HEX TEXT - HMAC-SHA256 as bytes; the key has at most 64 bytes.
hmac() {
    {
        printf '%b' "$(padded "$1" 0x36)"
        printf '%s' "$2"
    } | openssl dgst -sha256 -binary >"$work/inner"
    {
        printf '%b' "$(padded "$1" 0x5c)"
        cat "$work/inner"
    } | openssl dgst -sha256 -binary
}

# sign METHOD TARGET CREATED NONCE [NAME VALUE]... - leaves the value of Signature-Input, without its label, in $params and
# that of Signature in $signature; names are those of header fields, in lower case.
sign() {
    case $2 in *\?*) query=${2#*\?} ;; *) query= ;; esac
    names='"@method" "@path" "@query"'
    base=$(printf '"@method": %s\n"@path": %s\n"@query": ?%s' "$1" "${2%%\?*}" "$query")
    created=$3
    nonce=$4
    shift 4
    while [ $# -gt 0 ]; do
        names="$names \"$1\""
        base=$(printf '%s\n"%s": %s' "$base" "$1" "$2")
        shift 2
    done
    params="($names);created=$created;nonce=\"$nonce\";keyid=\"$keyid\";tag=\"bound-session\""
    base=$(printf '%s\n"@signature-params": %s' "$base" "$params")
    signature=$(hmac "$key" "$base" | openssl base64 -A)
}

# as GENERAL|ADMIN USER PASSWORD SECRET - chooses the user of the next calls; the environment overrides the defaults.
as() {
    eval "user=\${$1_USER:-\$2} password=\${$1_PASSWORD:-\$3} secret=\${$1_SECRET:-\$4}"
    # A line break would begin another option of curl.
    case $user$password$secret in
    *[[:cntrl:]]*) fail "user, password and secret of $1 must not contain control characters" ;;
    esac
    jar=$cookies/$(printf '%s %s' "$url" "$user" | cksum | tr ' ' -)
    [ "$binding" = secret ] || jar=$jar-signature
}

# proof METHOD PATH - the headers that a call of this session needs; a signature is for one attempt only.
proof() {
    {
        read -r cookie
        [ "$binding" = secret ] || { read -r keyid && read -r key; }
    } <"$jar"
    option header "Cookie: $cookie"
    if [ -n "$body" ]; then
        option header 'Content-Type: application/json'
        option data-binary "@$body"
    fi
    if [ "$binding" = secret ]; then
        option header "secretid: $secret"
        return
    fi
    root=${url#*://}
    root=${root#"${root%%/*}"}
    set -- "$1" "$root$2" "$(($(date +%s) + clock_offset))" "$(openssl rand 16 | base64url)"
    if [ -n "$body" ]; then
        digest="sha-256=:$(openssl dgst -sha256 -binary "$body" | openssl base64 -A):"
        option header "content-digest: $digest"
        set -- "$@" content-digest "$digest"
    fi
    sign "$@"
    option header "Signature-Input: bs=$params"
    option header "Signature: bs=:$signature:"
    printf '%s' "$base" >"$work/base"
}

# enrolment - the headers of a login.
enrolment() {
    option user "$user:$password"
    option header "secretid: $secret"
    if [ "$binding" = signature ]; then
        option header 'binding: signature'
    elif [ -s "$jar" ]; then
        option header "Cookie: $(cat "$jar")"
    fi
}

# exchange METHOD PATH [login] - sends a request, but for a login with the file $body; leaves the status, and headers and
# body in files.
exchange() {
    case $2 in *\#*) fail 'the path must not have a fragment' ;; /*) ;; *) fail 'the path must begin with a slash' ;; esac
    ! printf '%s\n' "${2%%\?*}" | grep -Eiq "$dots" || fail 'the path must stay below the root'
    if [ $# = 3 ]; then options=$(enrolment); else options=$(proof "$1" "$2"); fi
    status=$({
        printf '%s\n' "$options"
        option request "$1"
    } | curl -q -sSg --path-as-is -K - --max-time 30 -D "$work/headers" -o "$work/body" -w '%{http_code}' "$url$2")
}

is_idempotent() {
    case $1 in GET | HEAD | OPTIONS | PUT | DELETE | TRACE) ;; *) return 1 ;; esac
}

# send METHOD PATH [login] - if the server is busy, waits as long as it asks, once and not for long.
send() {
    exchange "$@"
    wait=$(fields Retry-After)
    case $status,$wait in
    *,*[!0-9]* | *,) ;;
    429,* | 503,*)
        if is_idempotent "$1" && [ "$wait" -le "$max_wait" ]; then
            sleep "$wait"
            exchange "$@"
        fi
        ;;
    esac
    case $(code) in
    proof_expired)
        # This clock differs from that of the server.
        clock_offset=$(($(member server_time) - $(date +%s)))
        exchange "$@"
        ;;
    # A proxy has sent the request twice.
    proof_replayed) ! is_idempotent "$1" || exchange "$@" ;;
    esac
    [ "$(code)" != proof_invalid ] || fail "$(explanation)"
}

# explanation - why the server made another signature.
explanation() {
    if [ "$(openssl dgst -sha256 -binary "$work/base" | hex)" = "$(member signature_base_sha256)" ]; then
        echo 'proof_invalid: the server has another key'
    else
        printf 'proof_invalid: the server saw another request, ask it at /binding; signed was:\n%s\n' "$(cat "$work/base")"
    fi
}

# custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
log_in() {
    [ "$binding" = secret ] || secret=$(openssl rand 32 | base64url)
    send GET /login login
    cookie=$(fields Set-Cookie | sed -n 's/^\(Session_ID=[^; ]*\).*/\1/p')
    if [ "$status" != 200 ] || [ -z "$cookie" ]; then
        fail "login as $user failed: $status $(code)"
    fi
    set -- "$cookie"
    if [ "$binding" = signature ]; then
        keyid=$(member keyid)
        case $(member binding),${#keyid} in
        signature,22) ;;
        *) fail "login as $user failed: the server did not open a session with signatures" ;;
        esac
        key=$(hmac "$(printf '%s' "$secret" | hex)" "bound-session proof v1:$keyid" | hex)
        set -- "$cookie" "$keyid" "$key"
        secret=
    fi
    printf '%s\n' "$@" >"$jar.$$"
    mv "$jar.$$" "$jar"
}

# call METHOD PATH [FILE] - sends a file with JSON, if there is one; logs in if there is no session, or if the server no
# longer has it. The answer's body is in a file.
call() {
    body=${3:-}
    [ -s "$jar" ] || log_in
    send "$1" "$2"
    # A new login does not cure what is wrong with a signature.
    case $status$(code) in 401proof_*) return ;; 401*) ;; *) return ;; esac
    if is_idempotent "$1" || fields WWW-Authenticate | grep -q '^BoundSession '; then
        log_in
        send "$1" "$2"
    fi
}

# read_as NAME PATH - calls and tells the status. The data is in "$work/body".
read_as() {
    call GET "$2"
    printf '%s %s %s\n' "$1" "$2" "$status"
}

case $binding in
secret) ;;
signature) command -v openssl >/dev/null || fail 'openssl is not installed' ;;
*) fail 'the binding must be secret or signature' ;;
esac

as GENERAL SAPCPI demo-general my-own-secret-1
read_as general '/getemployeedetails?limit=1'
read_as general '/getcustomerdetails?limit=1'
# A second user, with a secret and a file of its own.
as ADMIN SAPCPI_ADMIN demo-admin my-own-secret-2
read_as admin '/getpaymentdetails?limit=1'
# The general user has no access to payments: 403, and the session stays valid.
as GENERAL SAPCPI demo-general my-own-secret-1
read_as general '/getpaymentdetails?limit=1'
