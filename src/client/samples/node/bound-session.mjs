/**
 * Calls a server with bound sessions, with the fetch of Node 20 or later and no package.
 *
 * Run against the demo (mvn -Prun package):  node bound-session.mjs
 * Another server or other users: set SERVER_URL, GENERAL_USER, GENERAL_PASSWORD, GENERAL_SECRET, ADMIN_USER and so on.
 * BINDING=signature signs each call with a key of its own session (RFC 9421) instead of sending the secret along.
 *
 * What to know about fetch:
 * - It follows a redirect to any host and sends the header secretid along: redirect is 'manual' here.
 * - A response that is not read keeps its connection: cancel its body.
 * - In a browser it neither sends a Cookie header nor shows Set-Cookie; this is for servers.
 * - A signature covers path and query as they are sent: pathname and search of the URL.
 */

import { createHash, createHmac, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const COOKIE = /^Session_ID=[^;\s]+/;
const KEYID = /^[\w-]{22}$/;
// Two dots at the start of a part of a path, however they are encoded: some servers and proxies leave the application.
const DOTS = /([/\\]|%(25)*(2f|5c))(\.|%(25)*2e){2}/i;
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'];
const MAX_WAIT_SECONDS = 5;
const TIMEOUT_MILLIS = 30_000;

/** The server did not log the user in; the message has status and code of its answer. */
export class LoginFailed extends Error {}

/** The server made another signature; the message says whether it saw another request. */
export class ProofRefused extends Error {}

/** A session whose calls carry the secret. */
class SecretSession {
  #secret;

  constructor(cookie, secret) {
    this.cookie = cookie;
    this.#secret = secret;
  }

  prove() {
    return { headers: { Cookie: this.cookie, secretid: this.#secret } };
  }
}

/** A session whose calls are signed. It keeps the key, which opens no other session, and not the secret. */
export class SignedSession {
  #keyid;
  #key;

  constructor(cookie, secret, keyid) {
    this.cookie = cookie;
    this.#keyid = keyid;
    this.#key = createHmac('sha256', secret).update(`bound-session proof v1:${keyid}`).digest();
  }

  /** Returns the headers for one attempt, since the server admits a signature once, and what they sign. */
  prove(method, url, body, created) {
    const digest = body && createHash('sha256').update(body).digest('base64');
    const fields = body ? { 'content-digest': `sha-256=:${digest}:` } : {};
    const proof = this.sign(method, url, fields, created, randomBytes(16).toString('base64url'));
    return { base: proof.base, headers: { Cookie: this.cookie, ...fields, ...proof.headers } };
  }

  /** Returns the headers with a signature of method, path, query and these header fields, and the signature base. */
  sign(method, url, fields, created, nonce) {
    const components = { '@method': method, '@path': url.pathname, '@query': url.search || '?', ...fields };
    const names = Object.keys(components).map((name) => `"${name}"`).join(' ');
    const params = `(${names});created=${created};nonce="${nonce}";keyid="${this.#keyid}";tag="bound-session"`;
    const lines = Object.entries({ ...components, '@signature-params': params });
    const base = lines.map(([name, value]) => `"${name}": ${value}`).join('\n');
    const signature = createHmac('sha256', this.#key).update(base).digest('base64');
    return { base, headers: { 'Signature-Input': `bs=${params}`, Signature: `bs=:${signature}:` } };
  }
}

/**
 * One user at one server. Concurrent callers share one login.
 *
 * With the binding 'secret' each request carries the secret. With 'signature' the secret is not used: each login makes a
 * random one, and the requests are signed with a key of it.
 */
export class BoundSession {
  #root;
  #user;
  #basic;
  /** Undefined with signatures. */
  #secret;
  /** The promise of the session, null before the first login. */
  #login = null;
  #clockOffset = 0;

  constructor(url, user, password, secret, binding = 'secret') {
    if (!['secret', 'signature'].includes(binding)) {
      throw new TypeError('the binding must be secret or signature');
    }
    // An invalid header is refused by fetch, perhaps with a message that quotes it.
    if (binding === 'secret' && !/^[!-~]{8,1024}$/.test(secret)) {
      throw new TypeError('the secret must have 8 to 1024 visible ASCII characters');
    }
    this.#root = new URL(url.endsWith('/') ? url : `${url}/`);
    this.#user = user;
    this.#basic = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
    this.#secret = binding === 'secret' ? secret : undefined;
  }

  /** Returns the answer to GET; logs in if there is no session, or if the server no longer has it. */
  async get(path) {
    return this.send('GET', path);
  }

  /** Returns the answer to a request; the method is in capitals, the body JSON, as text. */
  async send(method, path, body) {
    const login = this.#login ?? this.#logInAfter(null);
    const session = await login;
    const response = await this.#send(method, path, body, session);
    // A new login does not cure what is wrong with a signature.
    if (response.status !== 401 || !isRepeatable(method, response) || (await code(response)).startsWith('proof_')) {
      return response;
    }
    await response.body?.cancel();
    return this.#send(method, path, body, await this.#logInAfter(login, session));
  }

  /** Returns a login that is newer than the refused one. The first caller logs in, the others wait for its result. */
  #logInAfter(refused, session) {
    if (this.#login !== null && this.#login !== refused) {
      return this.#login;
    }
    const login = this.#logIn(session);
    this.#login = login;
    login.catch(() => {
      this.#login = null;
    });
    return login;
  }

  async #logIn(session) {
    const secret = this.#secret ?? randomBytes(32).toString('base64url');
    const kind = this.#secret ? session && { Cookie: session.cookie } : { binding: 'signature' };
    const headers = { Authorization: this.#basic, secretid: secret, ...kind };
    const response = await this.#send('GET', '/login', undefined, { prove: () => ({ headers }) });
    const issued = response.headers.getSetCookie().find((value) => COOKIE.test(value));
    if (response.status !== 200 || !issued) {
      throw new LoginFailed(`login as ${this.#user} failed: ${response.status} ${await code(response)}`);
    }
    // custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
    const [cookie] = COOKIE.exec(issued);
    const answer = await response.json();
    if (this.#secret) {
      return new SecretSession(cookie, secret);
    }
    if (answer.binding !== 'signature' || !KEYID.test(answer.keyid)) {
      throw new LoginFailed(`login as ${this.#user} failed: the server did not open a session with signatures`);
    }
    return new SignedSession(cookie, secret, answer.keyid);
  }

  /** Sends a request; if the server is busy, waits as long as it asks, once and not for long. */
  async #send(method, path, body, session) {
    let response = await this.#exchange(method, path, body, session);
    const wait = response.headers.get('Retry-After') ?? '';
    const busy = [429, 503].includes(response.status) && /^\d+$/.test(wait) && Number(wait) <= MAX_WAIT_SECONDS;
    if (busy && IDEMPOTENT.includes(method)) {
      await response.body?.cancel();
      await sleep(Number(wait) * 1000);
      response = await this.#exchange(method, path, body, session);
    }
    const refused = await code(response);
    if (refused === 'proof_expired') {
      // This clock differs from that of the server.
      this.#clockOffset = (await response.clone().json()).server_time - seconds();
    } else if (refused !== 'proof_replayed' || !IDEMPOTENT.includes(method)) {
      return response;
    }
    await response.body?.cancel();
    return this.#exchange(method, path, body, session);
  }

  async #exchange(method, path, body, session) {
    const url = new URL(`.${path}`, this.#root);
    if (!path.startsWith('/') || !url.href.startsWith(this.#root.href) || DOTS.test(url.pathname)) {
      throw new TypeError('the path must begin with a slash and stay below the root');
    }
    const { headers, base } = session.prove(method, url, body, seconds() + this.#clockOffset);
    const response = await fetch(url, {
      method,
      body,
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    if ((await code(response)) === 'proof_invalid') {
      throw new ProofRefused(explanation(await response.json(), base));
    }
    return response;
  }
}

function seconds() {
  return Math.floor(Date.now() / 1000);
}

/** Returns whether the server has not begun to process the request, or may do so twice. */
function isRepeatable(method, response) {
  return IDEMPOTENT.includes(method) || /(^|, *)BoundSession /.test(response.headers.get('WWW-Authenticate') ?? '');
}

/** Returns the stable code of a failure, empty if a proxy answered. */
async function code(response) {
  return response.status < 400 ? '' : (/"code"\s*:\s*"(\w+)"/.exec(await response.clone().text())?.[1] ?? '');
}

/** Returns why the server made another signature. */
function explanation(answer, base) {
  if (answer.signature_base_sha256 === createHash('sha256').update(base).digest('hex')) {
    return 'proof_invalid: the server has another key';
  }
  return `proof_invalid: the server saw another request, ask it at /binding; signed was:\n${base}`;
}

function session(name, user, password, secret) {
  const { env } = process;
  return new BoundSession(
    env.SERVER_URL ?? 'http://localhost:8086',
    env[`${name}_USER`] ?? user,
    env[`${name}_PASSWORD`] ?? password,
    env[`${name}_SECRET`] ?? secret,
    env.BINDING,
  );
}

async function main() {
  const general = session('GENERAL', 'SAPCPI', 'demo-general', 'my-own-secret-1');
  const admin = session('ADMIN', 'SAPCPI_ADMIN', 'demo-admin', 'my-own-secret-2');

  async function read(name, client, path) {
    const response = await client.get(path);
    await response.text();
    console.log(`${name} ${path} ${response.status}`);
  }

  // Two users side by side, four calls at the same time; each user logs in once.
  for (const path of ['/getemployeedetails?limit=1', '/getcustomerdetails?limit=1']) {
    await Promise.all([1, 2, 3, 4].map(() => read('general', general, path)));
  }
  await read('admin', admin, '/getpaymentdetails?limit=1');
  // The general user has no access to payments: 403, and the session stays valid.
  await read('general', general, '/getpaymentdetails?limit=1');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((failure) => {
    // fetch says why it failed in the cause only.
    console.error(failure.message, failure.cause?.code ?? '');
    process.exitCode = 1;
  });
}
