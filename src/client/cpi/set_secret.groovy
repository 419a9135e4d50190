// Sets the header secretid to the secure parameter whose name is in the property secretAlias.
import com.sap.gateway.ip.core.customdev.util.Message
import com.sap.it.api.ITApiFactory
import com.sap.it.api.securestore.SecureStoreService

Message processData(Message message) {
    String alias = message.getProperty('secretAlias')
    def credential = ITApiFactory.getService(SecureStoreService.class, null).getUserCredential(alias)
    if (credential == null) {
        throw new IllegalStateException('secretAlias: no secure parameter with this name is deployed: ' + alias)
    }
    message.setHeader('secretid', new String(credential.getPassword()))
    return message
}
