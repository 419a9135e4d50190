/**
 * Signs the calls of a page to the server of bound-session that it comes from (RFC 9421), with the browser's own means.
 *
 *   import { BoundSession } from './bound-session.mjs';
 *   const session = new BoundSession(new URL('/bound-session/', location.href));
 *   await session.logIn(user, password);
 *   const response = await session.fetch('getemployeedetails?limit=1');
 *
 * The page must have the same origin as the application, because the cookie is SameSite=Strict and the application answers
 * no other origin: put it behind the same proxy, or into the WAR. The browser must trust the origin (HTTPS, or localhost):
 * crypto.subtle is missing otherwise.
 *
 * What to know about browsers:
 * - A script cannot read the cookie, which is HttpOnly, nor send one of its own: the browser keeps it, one for all tabs. So
 *   all tabs share one session, and a login in one of them replaces that of the others.
 * - The key cannot be exported, so that a script that was smuggled into the page can use it but not take it away. It is
 *   kept in IndexedDB, where a reloaded page and other tabs find it. The secret is forgotten after the login.
 * - The cookie ends 150 s after the last login unless /login confirms the session: fetch does that when it is due.
 * - A signature covers path and query as they are sent: pathname and search of the URL.
 */

const DATABASE = 'bound-session';
const STORE = 'keys';
const KEYID = /^[\w-]{22}$/;
const HMAC = { name: 'HMAC', hash: 'SHA-256' };
const CONFIRM_AFTER_MILLIS = 60_000;
const encoder = new TextEncoder();

/** The server has no session for this page: ask the user for the password, and call logIn. */
export class LoginRequired extends Error {}

/** The user of a page at the application's root, a URL that ends with a slash. */
export class BoundSession {
  #root;
  #clockOffset = 0;

  constructor(root) {
    this.#root = root;
  }

  async logIn(user, password) {
    const secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
    const credentials = base64(encoder.encode(`${user}:${password}`));
    const headers = { Authorization: `Basic ${credentials}`, secretid: secret, binding: 'signature' };
    const response = await fetch(new URL('login', this.#root), { headers, redirect: 'error' });
    const { code, binding, keyid } = await response.json();
    if (response.status !== 200 || binding !== 'signature' || !KEYID.test(keyid)) {
      throw new LoginRequired(`login failed: ${response.status} ${code}`);
    }
    await this.#put({ keyid, key: await derive(secret, keyid), confirmed: Date.now() });
  }

  /** Like the browser's own fetch, for a path below the root; a body is text or bytes. */
  async fetch(path, { method = 'GET', headers = {}, body, ...rest } = {}) {
    const url = new URL(path, this.#root);
    if (!url.href.startsWith(this.#root.href)) {
      throw new TypeError('the path must stay below the root');
    }
    const session = await this.#current();
    const request = {
      ...rest,
      // As fetch sends them, whatever the caller has.
      method: method.toUpperCase(),
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === 'string' ? encoder.encode(body) : body,
    };
    const response = await this.#send(url, request, session);
    if (response.status === 401 && !(await code(response)).startsWith('proof_')) {
      await this.#replace(session, undefined);
      throw new LoginRequired(await code(response));
    }
    return response;
  }

  async logOut() {
    await this.fetch('logout', { method: 'POST' });
    await this.#put(undefined);
  }

  /** Returns keyid and key, confirmed lately, so that the browser keeps the cookie. */
  async #current() {
    const session = await this.#get();
    if (!session) {
      throw new LoginRequired('not logged in');
    }
    if (Date.now() - session.confirmed > CONFIRM_AFTER_MILLIS) {
      const response = await this.#send(new URL('login', this.#root), { method: 'GET', headers: {} }, session);
      if (response.status === 200) {
        await this.#replace(session, { ...session, confirmed: Date.now() });
      }
    }
    return session;
  }

  async #send(url, request, session) {
    const response = await this.#exchange(url, request, session);
    if ((await code(response)) !== 'proof_expired') {
      return response;
    }
    // The clock of this machine differs from that of the server.
    this.#clockOffset = (await response.json()).server_time - seconds();
    return this.#exchange(url, request, session);
  }

  /** Sends a request with a signature of its own, since the server admits a signature once. */
  async #exchange(url, { method, headers, body, ...rest }, session) {
    const digest = body && { 'content-digest': `sha-256=:${base64(await crypto.subtle.digest('SHA-256', body))}:` };
    const nonce = base64url(crypto.getRandomValues(new Uint8Array(16)));
    const proof = await sign(session, method, url, digest ?? {}, seconds() + this.#clockOffset, nonce);
    return fetch(url, { ...rest, method, body, headers: { ...headers, ...digest, ...proof }, redirect: 'error' });
  }

  #get() {
    return transaction('readonly', (store) => store.get(this.#root.pathname));
  }

  /** Unless another tab has logged in meanwhile. */
  async #replace(session, next) {
    if ((await this.#get())?.keyid === session.keyid) {
      await this.#put(next);
    }
  }

  #put(session) {
    const key = this.#root.pathname;
    return transaction('readwrite', (store) => (session ? store.put(session, key) : store.delete(key)));
  }
}

/** Returns a key that can sign, but not be exported. */
export async function derive(secret, keyid) {
  const enrolment = await crypto.subtle.importKey('raw', encoder.encode(secret), HMAC, false, ['sign']);
  const key = await crypto.subtle.sign('HMAC', enrolment, encoder.encode(`bound-session proof v1:${keyid}`));
  return crypto.subtle.importKey('raw', key, HMAC, false, ['sign']);
}

/** Returns the headers with a signature of method, path, query and these header fields. */
export async function sign({ key, keyid }, method, url, fields, created, nonce) {
  const components = { '@method': method, '@path': url.pathname, '@query': url.search || '?', ...fields };
  const names = Object.keys(components).map((name) => `"${name}"`).join(' ');
  const params = `(${names});created=${created};nonce="${nonce}";keyid="${keyid}";tag="bound-session"`;
  const lines = Object.entries({ ...components, '@signature-params': params });
  const base = lines.map(([name, value]) => `"${name}": ${value}`).join('\n');
  const signature = base64(await crypto.subtle.sign('HMAC', key, encoder.encode(base)));
  return { 'Signature-Input': `bs=${params}`, Signature: `bs=:${signature}:` };
}

function transaction(mode, action) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const request = action(opening.result.transaction(STORE, mode).objectStore(STORE));
      request.transaction.oncomplete = () => resolve(request.result);
      request.transaction.onabort = () => reject(request.transaction.error);
      opening.result.close();
    };
  });
}

/** Returns the stable code of a failure, empty if a proxy answered. */
async function code(response) {
  return response.status < 400 ? '' : (/"code"\s*:\s*"(\w+)"/.exec(await response.clone().text())?.[1] ?? '');
}

function seconds() {
  return Math.floor(Date.now() / 1000);
}

function base64(data) {
  return btoa(String.fromCharCode(...new Uint8Array(data)));
}

function base64url(data) {
  return base64(data).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
