// With the property binding at signature: signs the request of the next step (RFC 9421), and gives a login a new secret.
// The property address is where the request goes. The header Cookie is what the variable has: the cookie, a blank, and
// the key, which is the keyid and the secret of the session, encrypted with the secure parameter.
import com.sap.gateway.ip.core.customdev.util.Message
import com.sap.it.api.ITApiFactory
import com.sap.it.api.securestore.SecureStoreService
import java.security.GeneralSecurityException
import java.security.MessageDigest
import java.security.ProviderException
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.Mac
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

Message processData(Message message) {
    ['binding', 'Signature-Input', 'Signature', 'Content-Digest'].each { message.getHeaders().remove(it) }
    boolean signs = message.getProperty('binding') == 'signature'
    String password = signs ? secureParameter(message) : ''
    def kept = (message.getHeaders().get('Cookie') ?: '').toString() =~ /^(\S+) (([\w-]{22})\.([\w-]+)\.([\w-]+))$/
    boolean hasKey = kept.find()
    String secret = signs && hasKey ? decrypted(kept.group(4), kept.group(5), password) : null
    message.setProperty('sessionKey', secret ? kept.group(2) : '')
    if (secret) {
        message.setHeader('Cookie', kept.group(1))
        sign(message, secret, kept.group(3))
    } else if (signs || hasKey) {
        // No session of this kind: the login opens one.
        message.getHeaders().remove('Cookie')
    }
    if (signs && isLogin(message)) {
        String fresh = base64url(random(32))
        message.setProperty('newKey', encrypted(fresh, password))
        message.setHeader('secretid', fresh)
        message.setHeader('binding', 'signature')
    }
    return message
}

String secureParameter(Message message) {
    String alias = message.getProperty('secretAlias')
    return new String(ITApiFactory.getService(SecureStoreService.class, null).getUserCredential(alias).getPassword())
}

boolean isLogin(Message message) {
    return message.getProperty('address').toString().endsWith('/login')
}

void sign(Message message, String secret, String keyid) {
    // What is set for the call is still set when the flow repeats the login.
    boolean login = isLogin(message)
    String method = login ? 'GET' : message.getProperty('method') ?: 'GET'
    byte[] body = method in ['GET', 'HEAD'] ? null : message.getBody(byte[].class)
    if (body) {
        // The bytes that the digest is of; a text would be encoded once more.
        message.setBody(body)
    }
    URI uri = sent(message.getProperty('address').toString())
    def parts = components(method, uri, body)
    (message.getProperty('components') ?: '').toString().tokenize(' ').findAll { !login || it.startsWith('@') }.each { name ->
        parts[name] = name == '@authority' ? authority(uri) : message.getHeaders().get(name)
    }
    def created = System.currentTimeMillis().intdiv(1000) + (message.getProperty('clockOffset') ?: 0)
    signature(secret, keyid, parts, created, base64url(random(16))).each { message.setHeader(it.key, it.value) }
}

String authority(URI uri) {
    return uri.rawAuthority.toLowerCase(Locale.ROOT) - (uri.scheme == 'https' ? ~/:443$/ : ~/:80$/)
}

// From here on, the route has the same lines.

/** Returns the headers for a request with these components, in their order. */
Map signature(String secret, String keyid, Map parts, long created, String nonce) {
    String covered = parts.keySet().collect { '"' + it + '"' }.join(' ')
    String input = "($covered);created=$created;nonce=\"$nonce\";keyid=\"$keyid\";tag=\"bound-session\""
    String base = parts.collect { "\"$it.key\": $it.value\n" }.join('') + '"@signature-params": ' + input
    byte[] key = hmac(secret.getBytes('UTF-8'), 'bound-session proof v1:' + keyid)
    def headers = ['Signature-Input': 'bs=' + input, 'Signature': 'bs=:' + hmac(key, base).encodeBase64() + ':']
    return parts['content-digest'] ? headers + ['Content-Digest': parts['content-digest']] : headers
}

/** @param body null if the request has none */
Map components(String method, URI uri, byte[] body) {
    def parts = ['@method': method, '@path': uri.rawPath ?: '/', '@query': '?' + (uri.rawQuery ?: '')]
    if (body) {
        byte[] digest = MessageDigest.getInstance('SHA-256').digest(body)
        parts['content-digest'] = 'sha-256=:' + digest.encodeBase64() + ':'
    }
    return parts
}

/** Returns the address if it is sent as it is: what is encoded on the way is not what was signed. */
URI sent(String address) {
    URI uri = new URI(address)
    if (uri.toASCIIString() != address) {
        throw new IllegalArgumentException('address: must be percent-encoded: ' + address)
    }
    return uri
}

String encrypted(String secret, String password) {
    byte[] iv = random(12)
    byte[] hidden = cipher(Cipher.ENCRYPT_MODE, iv, password).doFinal(secret.getBytes('UTF-8'))
    return base64url(iv) + '.' + base64url(hidden)
}

/** Returns null if it is damaged or was encrypted with another password. */
String decrypted(String iv, String secret, String password) {
    def decoder = Base64.getUrlDecoder()
    try {
        Cipher opening = cipher(Cipher.DECRYPT_MODE, decoder.decode(iv), password)
        return new String(opening.doFinal(decoder.decode(secret)), 'UTF-8')
    } catch (GeneralSecurityException | ProviderException | IllegalArgumentException e) {
        return null
    }
}

Cipher cipher(int mode, byte[] iv, String password) {
    byte[] key = hmac(password.getBytes('UTF-8'), 'bound-session kept secret v1')
    Cipher cipher = Cipher.getInstance('AES/GCM/NoPadding')
    cipher.init(mode, new SecretKeySpec(key, 'AES'), new GCMParameterSpec(128, iv))
    return cipher
}

byte[] hmac(byte[] key, String text) {
    Mac mac = Mac.getInstance('HmacSHA256')
    mac.init(new SecretKeySpec(key, 'HmacSHA256'))
    return mac.doFinal(text.getBytes('UTF-8'))
}

byte[] random(int length) {
    byte[] bytes = new byte[length]
    new SecureRandom().nextBytes(bytes)
    return bytes
}

String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
}
