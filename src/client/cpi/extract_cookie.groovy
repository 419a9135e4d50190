// Reads the answer of /login. Sets the property loginStatus to N (a new session), to A (the session of the cookie that
// was sent), or to the code of the refusal, and the property newCookie to the cookie for the calls that follow; with the
// property binding at signature, to the cookie and the key of the session.
import com.sap.gateway.ip.core.customdev.util.Message

Message processData(Message message) {
    // The name of a header may come in any case.
    def header = { String name -> message.getHeaders().find { it.key.equalsIgnoreCase(name) }?.value }
    def body = message.getBody(String.class) ?: ''
    def found = { String member -> (body =~ '"' + member + /"\s*:\s*"([\w-]+)"/).with { it.find() ? it.group(1) : '' } }

    // One Set-Cookie arrives as a String, several as a List; a load balancer may add one of its own.
    def cookies = [header('Set-Cookie')].flatten().findAll { it != null }*.toString()
    def session = cookies.find { it.startsWith('Session_ID=') }
    def cookie = session ? session.tokenize(';').first() : header('Cookie') ?: ''

    // A refusal has no custom_status, and some load balancers drop a header whose name has an underscore.
    def code = found('code') ?: 'unknown'
    def status = (header('custom_status') ?: [logged_in: 'N', session_authorized: 'A'][code] ?: code).toString()

    if (message.getProperty('binding') == 'signature') {
        // The secret was sent once; it must not be in what a log has of the steps that follow.
        ['secretid', 'binding'].each { message.getHeaders().remove(it) }
        def keyid = found('keyid')
        def key = status == 'N' ? keyid + '.' + message.getProperty('newKey') : message.getProperty('sessionKey')
        if (status in ['N', 'A']) {
            // A server that does not know the header opens a session that its cookie and the sent secret open.
            def bound = found('binding') == 'signature' && keyid.length() == 22 && key?.startsWith(keyid + '.')
            status = bound ? status : 'binding_ignored'
            cookie = bound ? cookie + ' ' + key : ''
        }
    }
    message.setProperty('newCookie', cookie)
    message.setProperty('loginStatus', status)
    return message
}
