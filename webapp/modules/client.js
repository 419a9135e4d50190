// The bound session of this page. The secret is 256 random bits in a private field: it is never stored, and it is gone
// when the page is.

import { NONE, OTHER, OWN, ROOT, exchange, masked, plain } from './exchange.js';

const REPEATED_LOGINS = 10;

function randomSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function basic(user, password) {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

/**
 * States: closed (nobody has signed in), open, ended (with a reason). Events: exchange (detail: the exchange), state,
 * touch (a proof has extended the idle time).
 */
export class BoundClient extends EventTarget {
  #secret = null;
  #tabs = new BroadcastChannel(`bound-session ${ROOT.pathname}`);

  state = 'closed';
  reason = '';
  user = '';
  roles = [];
  header = 'secretid';
  idleSeconds = 0;
  idleEnd = 0;
  absoluteSeconds = 0;
  absoluteEnd = 0;

  constructor() {
    super();
    this.#tabs.addEventListener('message', () => this.#end('Another tab of this browser has signed in, and a browser has one cookie. That tab has the session now.'));
    // Without the secret nobody could use or end the session; a keepalive request outlives the page.
    addEventListener('pagehide', () => this.#leave());
  }

  get isOpen() {
    return this.state === 'open';
  }

  /** The password is used for this call and kept nowhere. */
  async signIn(user, password) {
    this.#secret = randomSecret();
    let answer = await this.#logIn(user, password);
    // The cookie may still name a session of the same user whose page, and with it the secret, is gone. This attempt
    // has ended that session, so the next one opens a new one.
    for (let i = 0; i < REPEATED_LOGINS && ['session_invalidated', 'secret_mismatch'].includes(answer.code); i++) {
      answer = await this.#logIn(user, password);
    }
    if (answer.ok) {
      this.#opened(answer);
    } else {
      this.#secret = null;
    }
    return answer;
  }

  #logIn(user, password) {
    const credentials = masked('Authorization', basic(user, password), '');
    return this.#send('GET', 'login', [credentials, ...this.#headers(OWN)], { note: 'Sign in', user, secret: OWN });
  }

  #opened(answer) {
    const now = Date.now();
    const serverTime = Number.isNaN(answer.date) ? now : answer.date;
    this.user = answer.json.user;
    this.roles = answer.json.roles;
    this.idleSeconds = answer.json.idle_seconds;
    this.absoluteEnd = now + Date.parse(answer.json.expires_at) - serverTime;
    this.absoluteSeconds = Math.max(1, Math.round((this.absoluteEnd - now) / 1000));
    this.idleEnd = now + this.idleSeconds * 1000;
    this.#tabs.postMessage('opened');
    this.#become('open', '');
  }

  /** Calls with the session's own secret, with another one, or with none. */
  async call(method, path, { secret = OWN, note = '' } = {}) {
    const answer = await this.#send(method, path, this.#headers(secret), { note, secret });
    if (secret === OWN) {
      this.#learn(answer);
    } else if (answer.code === 'session_invalidated') {
      this.#end('A request with a wrong secret has ended this session.');
    }
    return answer;
  }

  /** The login misses credentials, once the session is over. */
  #learn(answer) {
    if (['session_invalidated', 'login_required', 'credentials_invalid'].includes(answer.code)) {
      this.#end('The server says that this session is over: it has expired, or somebody ended it.');
    } else if (answer.status >= 200 && answer.status < 500 && answer.status !== 401 && !answer.code.startsWith('secret_')) {
      this.idleEnd = Date.now() + this.idleSeconds * 1000;
      this.dispatchEvent(new Event('touch'));
    }
  }

  async check() {
    return this.call('GET', 'login', { note: 'Check the session' });
  }

  async signOut() {
    const answer = await this.#send('POST', 'logout', this.#headers(OWN), { note: 'Sign out', secret: OWN });
    if (answer.ok || answer.status === 401) {
      this.#secret = null;
      this.#become('closed', '');
    }
    return answer;
  }

  /** Ends the page's view of a session whose time is over. */
  expire(which) {
    this.#end(which === 'idle'
      ? 'The idle time has passed without a request that proved the secret.'
      : 'The absolute lifetime has passed, which no activity extends.');
  }

  #headers(secret) {
    const script = plain('X-Requested-With', 'fetch');
    switch (secret) {
      case NONE:
        return [script];
      case OTHER:
        return [script, masked(this.header, randomSecret(), 'ANOTHER-SECRET')];
      default:
        return [script, masked(this.header, this.#secret ?? randomSecret(), 'YOUR-SECRET')];
    }
  }

  async #send(method, path, headers, about) {
    const answer = await exchange(method, path, headers, about);
    this.dispatchEvent(new CustomEvent('exchange', { detail: answer }));
    return answer;
  }

  #leave() {
    if (this.isOpen) {
      const headers = this.#headers(OWN).map((header) => [header.name, header.value]);
      fetch(new URL('logout', ROOT), { method: 'POST', headers, keepalive: true, credentials: 'same-origin' });
      this.#end('This page was left, so it has signed out.');
    }
  }

  #end(reason) {
    if (this.isOpen) {
      this.#secret = null;
      this.#become('ended', reason);
    }
  }

  #become(state, reason) {
    this.state = state;
    this.reason = reason;
    this.dispatchEvent(new Event('state'));
  }
}
