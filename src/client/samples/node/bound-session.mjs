/**
 * Calls a server with bound sessions, with the fetch of Node 20 or later and no package.
 *
 * Run against the demo (mvn -Prun package):  node bound-session.mjs
 * Another server or other users: set SERVER_URL, GENERAL_USER, GENERAL_PASSWORD, GENERAL_SECRET, ADMIN_USER and so on.
 *
 * What to know about fetch:
 * - It follows a redirect to any host and sends the header secretid along: redirect is 'manual' here.
 * - A response that is not read keeps its connection: cancel its body.
 * - In a browser it neither sends a Cookie header nor shows Set-Cookie; this is for servers.
 */

import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const COOKIE = /^Session_ID=[^;\s]+/;
// Two dots at the start of a part of a path, however they are encoded: some servers and proxies leave the application.
const DOTS = /([/\\]|%(25)*(2f|5c))(\.|%(25)*2e){2}/i;
const MAX_WAIT_SECONDS = 5;
const TIMEOUT_MILLIS = 30_000;

/** The server did not log the user in; the message has status and code of its answer. */
export class LoginFailed extends Error {}

/** One user with one secret at one server. Concurrent callers share one login. */
export class BoundSession {
  #root;
  #user;
  #basic;
  #secret;
  /** The promise of the cookie, null before the first login. */
  #login = null;

  constructor(url, user, password, secret) {
    // An invalid header is refused by fetch, perhaps with a message that quotes it.
    if (!/^[!-~]{8,1024}$/.test(secret)) {
      throw new TypeError('the secret must have 8 to 1024 visible ASCII characters');
    }
    this.#root = new URL(url.endsWith('/') ? url : `${url}/`);
    this.#user = user;
    this.#basic = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
    this.#secret = secret;
  }

  /** Returns the answer to GET; logs in if there is no session, or if the server no longer has it. */
  async get(path) {
    const login = this.#login ?? this.#logInAfter(null);
    const cookie = await login;
    const response = await this.#send(path, { Cookie: cookie });
    if (response.status !== 401) {
      return response;
    }
    await response.body?.cancel();
    return this.#send(path, { Cookie: await this.#logInAfter(login, cookie) });
  }

  /** Returns a login that is newer than the refused one. The first caller logs in, the others wait for its result. */
  #logInAfter(refused, cookie) {
    if (this.#login !== null && this.#login !== refused) {
      return this.#login;
    }
    const login = this.#logIn(cookie);
    this.#login = login;
    login.catch(() => {
      this.#login = null;
    });
    return login;
  }

  async #logIn(cookie) {
    const response = await this.#send('/login', { Authorization: this.#basic, ...(cookie && { Cookie: cookie }) });
    const body = await response.text();
    const issued = response.headers.getSetCookie().find((value) => COOKIE.test(value));
    if (response.status !== 200 || !issued) {
      throw new LoginFailed(`login as ${this.#user} failed: ${response.status} ${code(body)}`);
    }
    // custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
    return COOKIE.exec(issued)[0];
  }

  /** Sends a request; if the server is busy, waits as long as it asks, once and not for long. */
  async #send(path, headers) {
    const response = await this.#exchange(path, headers);
    const wait = response.headers.get('Retry-After') ?? '';
    if (![429, 503].includes(response.status) || !/^\d+$/.test(wait) || Number(wait) > MAX_WAIT_SECONDS) {
      return response;
    }
    await response.body?.cancel();
    await sleep(Number(wait) * 1000);
    return this.#exchange(path, headers);
  }

  async #exchange(path, headers) {
    const url = new URL(`.${path}`, this.#root);
    if (!path.startsWith('/') || !url.href.startsWith(this.#root.href) || DOTS.test(url.pathname)) {
      throw new TypeError('the path must begin with a slash and stay below the root');
    }
    return fetch(url, {
      headers: { secretid: this.#secret, ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
  }
}

/** Returns the stable code of a failure, empty if a proxy answered. */
function code(body) {
  return /"code"\s*:\s*"(\w+)"/.exec(body)?.[1] ?? '';
}

function session(name, user, password, secret) {
  const { env } = process;
  return new BoundSession(
    env.SERVER_URL ?? 'http://localhost:8086',
    env[`${name}_USER`] ?? user,
    env[`${name}_PASSWORD`] ?? password,
    env[`${name}_SECRET`] ?? secret,
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
