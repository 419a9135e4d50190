// With the property binding at secret, or without it: sets the header secretid to the secure parameter whose name is in
// the property secretAlias. With signature, sign_request.groovy does what is needed.
import com.sap.gateway.ip.core.customdev.util.Message
import com.sap.it.api.ITApiFactory
import com.sap.it.api.securestore.SecureStoreService

Message processData(Message message) {
    String kind = message.getProperty('binding') ?: 'secret'
    if (!(kind in ['secret', 'signature'])) {
        throw new IllegalStateException('binding: must be secret or signature: ' + kind)
    }
    String alias = message.getProperty('secretAlias')
    def credential = ITApiFactory.getService(SecureStoreService.class, null).getUserCredential(alias)
    if (credential == null) {
        throw new IllegalStateException('secretAlias: no secure parameter with this name is deployed: ' + alias)
    }
    message.getHeaders().remove('secretid')
    if (kind == 'secret') {
        message.setHeader('secretid', new String(credential.getPassword()))
    }
    return message
}
