// One request and its answer, as the log shows it.

/** The application's root, with the context path of this server. */
export const ROOT = withoutPathParameters(new URL('../', import.meta.url));

/** A link may add them: they are ignored by the server and must not appear in a command line. */
function withoutPathParameters(url) {
  url.pathname = url.pathname.replace(/;[^/]*/g, '').replace(/\/{2,}/g, '/');
  return url;
}

const MASK = '••••••••';

export const OWN = 'own';
export const NONE = 'none';
export const OTHER = 'other';

let count = 0;

/** A header of a request; a masked one shows no value, and in a command line a placeholder. */
export function masked(name, value, placeholder) {
  return { name, value, shown: MASK, placeholder };
}

/** A masked header whose value is forgotten as soon as it was sent: the log keeps every exchange. */
export function once(name, value, placeholder) {
  return { ...masked(name, value, placeholder), once: true };
}

export function plain(name, value) {
  return { name, value, shown: value, placeholder: value };
}

function kept(header) {
  return header.once ? { ...header, value: header.placeholder } : header;
}

/**
 * Sends a request and returns what happened; a network failure is an answer with the status 0. Throws if a header's name
 * is not one that HTTP allows.
 */
export async function exchange(method, path, headers, about) {
  const url = new URL(path, ROOT);
  const fields = new Headers(headers.map((header) => [header.name, header.value]));
  const sent = { id: ++count, time: new Date(), method, url, headers: headers.map(kept), ...about };
  const begin = performance.now();
  try {
    const response = await fetch(url, {
      method,
      headers: fields,
      body: about.body || undefined,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
    });
    const text = await response.text();
    return answered(sent, response, text, performance.now() - begin);
  } catch (failure) {
    return {
      ...sent, status: 0, ok: false, answerHeaders: [], text: '', json: null,
      millis: performance.now() - begin, code: 'no_answer', message: 'The server did not answer.',
    };
  }
}

function answered(sent, response, text, millis) {
  const json = parsed(text);
  return {
    ...sent,
    status: response.status,
    ok: response.ok,
    answerHeaders: [...response.headers],
    date: Date.parse(response.headers.get('Date') ?? ''),
    text,
    json,
    millis,
    code: json?.code ?? '',
    message: json?.message ?? '',
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (notJson) {
    return null;
  }
}

/** The command line that sends the same request; with the real secret only if asked for. */
export function curl(sent, withSecret = false) {
  const parts = ['curl -i -b jar -c jar'];
  if (sent.method === 'HEAD') {
    parts[0] = 'curl -I -b jar -c jar';
  } else if (sent.method !== 'GET') {
    parts.push(`-X ${sent.method}`);
  }
  for (const header of sent.headers) {
    if (header.name === 'Authorization') {
      parts.push(`-u ${quoted(sent.user ?? 'NAME')}`);
    } else if (header.name !== 'X-Requested-With') {
      parts.push(`-H ${quoted(`${header.name}: ${withSecret ? header.value : header.placeholder}`)}`);
    }
  }
  if (sent.body) {
    parts.push(`--data-binary ${quoted(sent.body)}`);
  }
  parts.push(quoted(sent.url.href));
  return parts.join(' ');
}

/** The text as one word of a POSIX shell, whatever characters it has. */
export function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
