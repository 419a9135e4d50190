// Every request and its answer, the newest first. Secrets and passwords are masked; the cookie is hidden from scripts.

import { copy } from '../modules/clipboard.js';
import { byId, el, show } from '../modules/dom.js';
import { OWN, curl } from '../modules/exchange.js';

const MAX_ENTRIES = 60;
const MAX_BODY = 4000;

export function bindLog(client) {
  const log = byId('log');
  client.addEventListener('exchange', (event) => {
    log.prepend(entry(event.detail));
    while (log.children.length > MAX_ENTRIES) {
      log.lastElementChild.remove();
    }
    show(byId('log-empty'), false);
  });
  byId('log-clear').addEventListener('click', () => {
    log.replaceChildren();
    show(byId('log-empty'), true);
  });
}

function entry(exchange) {
  const path = exchange.url.pathname + exchange.url.search;
  const details = el('details', {},
    el('summary', {},
      el('span', { class: `code ${kind(exchange)}` }, exchange.status || 'failed'),
      el('span', { class: 'method' }, exchange.method),
      el('span', { class: 'path' }, path),
      el('span', { class: 'note-of quiet' }, [exchange.note, exchange.code].filter(Boolean).join(' · ')),
      el('span', { class: 'quiet millis' }, `${Math.round(exchange.millis)} ms`)));
  // Filled when it is opened: most entries never are.
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) {
      details.append(body(exchange, path));
    }
  });
  return el('li', {}, details);
}

function kind(exchange) {
  if (exchange.status >= 200 && exchange.status < 300) {
    return 'good';
  }
  return exchange.status === 0 || exchange.status >= 500 ? 'warn' : 'bad';
}

function body(exchange, path) {
  return el('div', { class: 'exchange' },
    el('div', { class: 'beside' },
      el('div', {},
        el('h3', {}, 'Request'), headers(`${exchange.method} ${path}`, sent(exchange)),
        exchange.body ? pre(exchange.body, 'Body of the request') : null),
      exchange.base ? signatureBase(exchange) : null),
    el('h3', {}, 'Answer'), headers(`${exchange.status}`, received(exchange)),
    exchange.text ? pre(pretty(exchange), 'Body of the answer') : null,
    el('div', { class: 'actions' }, ...copies(exchange)));
}

/** What was signed, character for character: the first thing to compare when a client's signature is refused. */
function signatureBase(exchange) {
  return el('div', {},
    el('h3', {}, exchange.proof === OWN ? 'Signature base' : 'Signature base of the captured request'),
    pre(exchange.base, 'Signature base'),
    el('p', { class: 'quiet' }, 'SHA-256 ', el('code', {}, exchange.baseHash)),
    exchange.json?.signature_base_sha256 ? comparison(exchange) : null);
}

function comparison({ baseHash, json }) {
  return json.signature_base_sha256 === baseHash
    ? el('p', { class: 'note warn' }, 'The server has made the same base, so another key has signed it.')
    : el('p', { class: 'note warn' }, 'The server has made another base, so the request was altered after it was signed: SHA-256 ',
      el('code', {}, json.signature_base_sha256));
}

function sent(exchange) {
  return [
    ...exchange.headers.map((header) => [header.name, header.shown]),
    ['Cookie', 'Session_ID=… (sent by the browser, if it has one; hidden from scripts)'],
  ];
}

function received(exchange) {
  const hidden = exchange.code === 'logged_in' || exchange.code === 'session_authorized' ? 'Session_ID=… (hidden from scripts)' : null;
  return hidden ? [...exchange.answerHeaders, ['set-cookie', hidden]] : exchange.answerHeaders;
}

function headers(first, list) {
  return el('div', { class: 'headers' }, el('p', {}, first), el('dl', {}, ...list.map(([name, value]) => el('div', {}, el('dt', {}, `${name}: `), el('dd', {}, value)))));
}

function pre(text, label) {
  return el('pre', { tabindex: '0', role: 'region', 'aria-label': label }, text);
}

function pretty(exchange) {
  const text = exchange.json ? JSON.stringify(exchange.json, null, 2) : exchange.text;
  return text.length > MAX_BODY ? `${text.slice(0, MAX_BODY)}\n… ${text.length - MAX_BODY} more characters` : text;
}

function copies(exchange) {
  const button = (label, text) => el('button', {
    type: 'button', class: 'small', click: (event) => copy(text(), event.currentTarget),
  }, label);
  const all = [button('Copy as curl', () => curl(exchange))];
  if (exchange.proof === OWN && exchange.headers.some(isRevealable)) {
    all.push(button('Copy with the real secret', () => curl(exchange, true)));
  }
  if (exchange.base) {
    all.push(button('Copy the signature base', () => exchange.base));
  }
  return all;
}

/** A masked header that the page still knows the value of. */
function isRevealable({ value, shown, placeholder }) {
  return value !== shown && value !== placeholder;
}
