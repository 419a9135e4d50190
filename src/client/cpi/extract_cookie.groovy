// Reads the answer of /login. Sets the property loginStatus to N (a new session), to A (the session of the cookie that
// was sent), or to the code of the refusal, and the property newCookie to the cookie for the calls that follow.
import com.sap.gateway.ip.core.customdev.util.Message

Message processData(Message message) {
    // The name of a header may come in any case.
    def header = { String name -> message.getHeaders().find { it.key.equalsIgnoreCase(name) }?.value }

    // One Set-Cookie arrives as a String, several as a List; a load balancer may add one of its own.
    def cookies = [header('Set-Cookie')].flatten().findAll { it != null }*.toString()
    def session = cookies.find { it.startsWith('Session_ID=') }
    message.setProperty('newCookie', session ? session.tokenize(';').first() : header('Cookie') ?: '')

    def status = header('custom_status')
    if (!status) {
        // A refusal has no custom_status, and some load balancers drop a header whose name has an underscore.
        def code = (message.getBody(String.class) ?: '') =~ /"code"\s*:\s*"(\w+)"/
        def found = code.find() ? code.group(1) : 'unknown'
        status = [logged_in: 'N', session_authorized: 'A'][found] ?: found
    }
    message.setProperty('loginStatus', status.toString())
    return message
}
