// The bound session of this page. What proves it, a secret or a key, is in a private field: it is never stored, and it is
// gone when the page is.

import { SECRET, newBinding } from './bindings.js';
import { base64, bytesOf } from './encoding.js';
import { NONE, OTHER, OWN, ROOT, exchange, once, plain } from './exchange.js';

const REPEATED_LOGINS = 10;
/** Nothing was done: the same call with a new signature may succeed. */
const SIGN_AGAIN = ['proof_expired', 'proof_replayed'];
const OVER = ['session_invalidated', 'login_required', 'credentials_invalid'];
/** Refused before the server was sure of the proof, so they extend nothing. */
const UNPROVED = /^(?:secret_|digest_|proof_malformed)/;

/**
 * States: closed (nobody has signed in), open, ended (with a reason). Events: exchange (detail: the exchange), state,
 * touch (a proof has extended the idle time).
 */
export class BoundClient extends EventTarget {
  #binding = null;
  #tabs = new BroadcastChannel(`bound-session ${ROOT.pathname}`);

  state = 'closed';
  reason = '';
  user = '';
  roles = [];
  /** The kind of the session, or of the next one. */
  kind = SECRET;
  keyid = '';
  header = 'secretid';
  idleSeconds = 0;
  idleEnd = 0;
  absoluteSeconds = 0;
  absoluteEnd = 0;

  constructor() {
    super();
    this.#tabs.addEventListener('message', () => this.#end('Another tab of this browser has signed in, and a browser has one cookie. That tab has the session now.'));
    // Without its secret or key nobody could use or end the session; a keepalive request outlives the page.
    addEventListener('pagehide', () => this.#leave());
  }

  get isOpen() {
    return this.state === 'open';
  }

  /** The password is used for this call and kept nowhere. */
  async signIn(user, password) {
    const binding = newBinding(this.kind, this.header);
    let answer = await this.#logIn(user, password, binding);
    // The cookie may still name a session of the same user whose page, and with it the secret, is gone. This attempt
    // has ended that session, so the next one opens a new one.
    for (let i = 0; i < REPEATED_LOGINS && ['session_invalidated', 'secret_mismatch'].includes(answer.code); i++) {
      answer = await this.#logIn(user, password, binding);
    }
    if (answer.ok && !await binding.accepts(answer)) {
      return this.#refuseDowngrade(answer, binding);
    }
    if (answer.ok) {
      this.#binding = binding;
      this.#opened(answer);
    }
    return answer;
  }

  #logIn(user, password, binding) {
    const credentials = once('Authorization', `Basic ${base64(bytesOf(`${user}:${password}`))}`, '');
    return this.#send('GET', 'login', [credentials, script(), ...binding.loginHeaders()], { note: 'Sign in', user, proof: OWN });
  }

  /** A server that does not know the kind has opened a session with the secret, so the secret can end it. */
  async #refuseDowngrade(answer, binding) {
    const [, ...secret] = binding.loginHeaders();
    await this.#send('POST', 'logout', [script(), ...secret], { note: 'End a session of another kind than asked for' });
    binding.close();
    return { ...answer, ok: false, code: 'downgraded', message: 'The server opened a session of another kind than asked for. It was ended.' };
  }

  #opened(answer) {
    const now = Date.now();
    const serverTime = Number.isNaN(answer.date) ? now : answer.date;
    this.user = answer.json.user;
    this.roles = answer.json.roles;
    this.kind = this.#binding.kind;
    this.keyid = this.#binding.keyid;
    this.idleSeconds = answer.json.idle_seconds;
    this.absoluteEnd = now + Date.parse(answer.json.expires_at) - serverTime;
    this.absoluteSeconds = Math.max(1, Math.round((this.absoluteEnd - now) / 1000));
    this.idleEnd = now + this.idleSeconds * 1000;
    this.#tabs.postMessage('opened');
    this.#become('open', '');
  }

  /** Calls with the session's own proof, with a guessed one, with none, or with the one of a request that was captured. */
  async call(method, path, { proof = OWN, note = '', body = '' } = {}) {
    if (proof === OWN) {
      const answer = await this.#prove(method, path, { note, body });
      this.#learn(answer);
      return answer;
    }
    const answer = await this.#send(method, path, this.#thieving(proof), { note, proof, base: proof.base, baseHash: proof.baseHash });
    if (answer.code === 'session_invalidated') {
      this.#end(this.kind === SECRET
        ? 'A request with a wrong secret has ended this session.' : 'Too many wrong signatures have ended this session.');
    }
    return answer;
  }

  /** A captured request is sent again with all its headers. */
  #thieving(proof) {
    return proof.headers ?? [script(), ...(proof === OTHER ? this.#binding?.guess() ?? [] : [])];
  }

  /** A refusal that a fresh signature can heal, such as one for a wrong clock, is answered with one, once. */
  async #prove(method, path, about) {
    const binding = this.#binding;
    const answer = await this.#sendProved(binding, method, path, about);
    if (!SIGN_AGAIN.includes(answer.code)) {
      return answer;
    }
    await binding?.setClock(answer);
    return this.#sendProved(binding, method, path, about);
  }

  async #sendProved(binding, method, path, about) {
    const { headers, ...proof } = await binding?.prove({ method, url: new URL(path, ROOT), body: about.body }) ?? { headers: [] };
    return this.#send(method, path, [script(), ...headers], { ...about, ...proof, proof: OWN });
  }

  /** The login misses credentials, once the session is over. */
  #learn(answer) {
    if (OVER.includes(answer.code)) {
      this.#end('The server says that this session is over: it has expired, or somebody ended it.');
    } else if (answer.status >= 200 && answer.status < 500 && answer.status !== 401 && !UNPROVED.test(answer.code)) {
      this.idleEnd = Date.now() + this.idleSeconds * 1000;
      this.dispatchEvent(new Event('touch'));
    }
  }

  async check() {
    return this.call('GET', 'login', { note: 'Check the session' });
  }

  async signOut() {
    const answer = await this.#prove('POST', 'logout', { note: 'Sign out' });
    if (answer.ok || OVER.includes(answer.code)) {
      this.#forget();
      this.#become('closed', '');
    }
    return answer;
  }

  /** Ends the page's view of a session whose time is over. */
  expire(which) {
    this.#end(which === 'idle'
      ? 'The idle time has passed without a request that brought a valid proof.'
      : 'The absolute lifetime has passed, which no activity extends.');
  }

  async #send(method, path, headers, about) {
    const answer = await exchange(method, path, headers, about);
    this.dispatchEvent(new CustomEvent('exchange', { detail: answer }));
    return answer;
  }

  #leave() {
    if (this.isOpen) {
      const headers = [script(), ...this.#binding.farewell()].map((header) => [header.name, header.value]);
      fetch(new URL('logout', ROOT), { method: 'POST', headers, keepalive: true, credentials: 'same-origin' });
      this.#end('This page was left, so it has signed out.');
    }
  }

  #end(reason) {
    if (this.isOpen) {
      this.#forget();
      this.#become('ended', reason);
    }
  }

  #forget() {
    this.#binding?.close();
    this.#binding = null;
  }

  #become(state, reason) {
    this.state = state;
    this.reason = reason;
    this.dispatchEvent(new Event('state'));
  }
}

/** A page's script asks, so that a refusal does not raise the browser's own dialog. */
function script() {
  return plain('X-Requested-With', 'fetch');
}
