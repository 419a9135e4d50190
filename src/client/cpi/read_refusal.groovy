// Looks at a refused signature, of the login or of the call. Sets the property callStatus to 401, after which the flow
// logs in and calls once more, if another signature may be accepted, otherwise to the code of the refusal.
import com.sap.gateway.ip.core.customdev.util.Message

Message processData(Message message) {
    boolean refused = (message.getProperty('callStatus') ?: '').toString() ==~ /401|proof_\w+/
    def body = refused && message.getProperty('binding') == 'signature' ? message.getBody(String.class) : null
    def code = (body ?: '') =~ /"code"\s*:\s*"(proof_\w+)"/
    if (code.find()) {
        def time = body =~ /"server_time"\s*:\s*(\d+)/
        boolean unknown = message.getProperty('clockOffset') == null
        boolean learns = code.group(1) == 'proof_expired' && unknown && time.find()
        if (learns) {
            message.setProperty('clockOffset', time.group(1).toLong() - System.currentTimeMillis().intdiv(1000))
        }
        message.setProperty('callStatus', learns || code.group(1) == 'proof_replayed' ? '401' : code.group(1))
    }
    return message
}
