// The two kinds of binding, from the client's side: what a login sends, and what each call brings as its proof.

import { randomText } from './encoding.js';
import { ROOT, masked, once, plain } from './exchange.js';
import { canSign, contentDigest, deriveKey, sign } from './signature.js';

const SECRET_BYTES = 32;
const NONCE_BYTES = 16;
const KEYID = /^[\w-]{22}$/;
const FAREWELL_MILLIS = 20_000;

export const SECRET = 'secret';
export const SIGNATURE = 'signature';

export function newBinding(kind, header) {
  return kind === SIGNATURE ? new SignatureBinding(header) : new SecretBinding(header);
}

export function isSupported(kind) {
  return kind === SECRET || canSign();
}

/** Each call brings the secret itself: 256 random bits in a private field, gone when the page is. */
class SecretBinding {
  kind = SECRET;
  keyid = '';
  #header;
  #secret = randomText(SECRET_BYTES);

  constructor(header) {
    this.#header = header;
  }

  loginHeaders() {
    return [this.#own()];
  }

  /** Whether the login's answer is one that this kind can go on with. */
  async accepts() {
    return true;
  }

  async prove() {
    return { headers: this.#secret ? [this.#own()] : [] };
  }

  /** What somebody sends who does not know the secret, but guesses. */
  guess() {
    return [masked(this.#header, randomText(SECRET_BYTES), 'ANOTHER-SECRET')];
  }

  setClock() {}

  /** The headers that sign out when there is no time left to wait for anything. */
  farewell() {
    return [this.#own()];
  }

  close() {
    this.#secret = '';
  }

  #own() {
    return masked(this.#header, this.#secret, 'YOUR-SECRET');
  }
}

/** The secret is sent at the login only; each call is signed with a key that is derived from it. */
class SignatureBinding {
  kind = SIGNATURE;
  keyid = '';
  #header;
  #secret = randomText(SECRET_BYTES);
  #key = null;
  #withAuthority = false;
  #offsetSeconds = 0;
  #farewell = [];
  #timer = 0;

  constructor(header) {
    this.#header = header;
  }

  loginHeaders() {
    return [plain('binding', SIGNATURE), once(this.#header, this.#secret, 'YOUR-SECRET')];
  }

  /** A server that does not know this kind, or somebody in between, would leave the page with a weaker session. */
  async accepts({ json, answerHeaders }) {
    if (json.binding !== SIGNATURE || !KEYID.test(json.keyid)) {
      return false;
    }
    this.keyid = json.keyid;
    this.#withAuthority = answerHeaders.some(([name, value]) => name === 'accept-signature' && value.includes('"@authority"'));
    this.#key = await deriveKey(this.#secret, this.keyid);
    this.#secret = '';
    await this.#prepareFarewell();
    this.#timer = setInterval(() => this.#prepareFarewell(), FAREWELL_MILLIS);
    return true;
  }

  /** Signs the request anew: the server takes each signature once. */
  async prove({ method, url, body = '' }) {
    if (!this.#key) {
      return { headers: [] };
    }
    const digest = body === '' ? [] : [plain('Content-Digest', await contentDigest(body))];
    const authority = this.#withAuthority ? [['@authority', url.host]] : [];
    const proof = await sign(
      { key: this.#key, keyid: this.keyid },
      { method, path: url.pathname, query: url.search, more: [...authority, ...digest.map(({ name, value }) => [name.toLowerCase(), value])] },
      { created: Math.floor(Date.now() / 1000) + this.#offsetSeconds, nonce: randomText(NONCE_BYTES) });
    return {
      headers: [...digest, plain('Signature-Input', proof.input), plain('Signature', proof.signature)],
      base: proof.base,
      baseHash: proof.baseHash,
    };
  }

  guess() {
    return [];
  }

  /** Learns how far this machine's clock is from the server's, from an answer that says so. */
  setClock({ json, date }) {
    const serverSeconds = json?.server_time ?? Math.floor(date / 1000);
    if (Number.isFinite(serverSeconds)) {
      this.#offsetSeconds = serverSeconds - Math.floor(Date.now() / 1000);
    }
    return this.#prepareFarewell();
  }

  farewell() {
    return this.#farewell;
  }

  close() {
    clearInterval(this.#timer);
    this.#key = null;
    this.#secret = '';
    this.#farewell = [];
  }

  /** A page that is left cannot wait for a signature, so one for its logout is always at hand. */
  async #prepareFarewell() {
    const { headers } = await this.prove({ method: 'POST', url: new URL('logout', ROOT) });
    this.#farewell = this.#key ? headers : [];
  }
}
