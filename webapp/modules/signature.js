// HTTP Message Signatures (RFC 9421) in the subset that the server reads: HMAC-SHA-256, single spaces, no parameters of
// components. Nothing here knows the page, so that it can be copied into a client.

import { base64, bytesOf, hex } from './encoding.js';

const HMAC = { name: 'HMAC', hash: 'SHA-256' };
const LABEL = 'bs';
const TAG = 'bound-session';

/** Over plain HTTP from elsewhere than loopback a browser has no WebCrypto. */
export function canSign() {
  return globalThis.crypto?.subtle !== undefined;
}

/**
 * Derives the key that signs from the secret and the keyid of the login's answer. No script can read it again, neither
 * this page's nor one that an attacker brings in; it can only be used.
 */
export async function deriveKey(secret, keyid) {
  const source = await importKey(bytesOf(secret));
  const raw = new Uint8Array(await crypto.subtle.sign('HMAC', source, bytesOf(`bound-session proof v1:${keyid}`)));
  try {
    return await importKey(raw);
  } finally {
    raw.fill(0);
  }
}

function importKey(bytes) {
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign']);
}

/**
 * Signs a request: method, path and query exactly as they are sent, then each component of `more`, in this order, as
 * `[name in lower case, value]`: a header field, or `@authority`. Returns the values of the two headers, and the signature base with its hash, which a
 * refusal of the server can be compared with.
 */
export async function sign({ key, keyid }, { method, path, query, more = [] }, { created, nonce }) {
  const components = [['@method', method], ['@path', path], ['@query', query || '?'], ...more];
  const covered = components.map(([name]) => `"${name}"`).join(' ');
  const parameters = `(${covered});created=${created};nonce="${nonce}";keyid="${keyid}";tag="${TAG}"`;
  const base = [...components, ['@signature-params', parameters]].map(([name, value]) => `"${name}": ${value}`).join('\n');
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(base)));
  return { base, baseHash: hex(await sha256(base)), input: `${LABEL}=${parameters}`, signature: `${LABEL}=:${base64(mac)}:` };
}

/** The value of the header Content-Digest (RFC 9530) for a body. */
export async function contentDigest(body) {
  return `sha-256=:${base64(await sha256(body))}:`;
}

async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(text)));
}
