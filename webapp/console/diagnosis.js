// What the server has read of a request: its method, path and query, beside what this page has sent. A proxy that rewrites
// a path is found here, and so is a clock that is wrong.

import { byId, el } from '../modules/dom.js';
import { ROOT } from '../modules/exchange.js';

export function bindDiagnosis(client) {
  const form = byId('diagnosis');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!form.hasAttribute('aria-busy')) {
      form.setAttribute('aria-busy', 'true');
      await ask(client, form.elements);
      form.removeAttribute('aria-busy');
    }
  });
  client.addEventListener('state', () => byId('diagnosis-result').replaceChildren());
}

async function ask(client, { method, path, body }) {
  const below = `binding${path.value.startsWith('?') ? '' : '/'}${path.value.replace(/^\//, '')}`;
  const sent = method.value === 'POST' ? body.value : '';
  const answer = await client.call(method.value, below, { body: sent, note: 'Ask what the server sees' });
  if (client.isOpen) {
    byId('diagnosis-result').replaceChildren(...(answer.ok ? seen(answer) : [refusal(answer)]));
  }
}

function refusal(answer) {
  return el('p', { class: 'note bad' }, el('b', {}, `${answer.status} ${answer.code}`), ` ${answer.message}`);
}

function seen({ method, url, json }) {
  return [
    el('dl', { class: 'facts' },
      el('dt', {}, 'Binding'), el('dd', {}, json.binding, json.keyid ? el('span', { class: 'quiet' }, ` key ${json.keyid}`) : null),
      ...(json.clock_offset_seconds === undefined ? [] : [el('dt', {}, 'Clock'), el('dd', {}, clockWords(json.clock_offset_seconds))])),
    el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Request as sent and as seen, table' },
      el('table', {},
        el('caption', { class: 'offscreen' }, 'The request as this page sent it and as the server sees it'),
        el('thead', {}, el('tr', {}, ...['Part', 'Sent by this page', 'Seen by the server', 'Equal'].map((name) => el('th', { scope: 'col' }, name)))),
        el('tbody', {},
          row('method', method, json.method),
          row('path', url.pathname, json.path),
          row('query', url.search || '?', json.query)))),
    // A context path that differs is the commonest trace of a proxy.
    url.pathname === json.path ? null : el('p', { class: 'quiet' }, `A proxy between this page and the server has changed the path. This page's root is ${ROOT.pathname}.`),
  ].filter(Boolean);
}

function row(part, sent, read) {
  const same = sent === read;
  return el('tr', {},
    el('th', { scope: 'row' }, part),
    el('td', {}, el('code', {}, sent)),
    el('td', {}, el('code', {}, read)),
    el('td', {}, el('span', { class: `code ${same ? 'good' : 'bad'}` }, same ? 'yes' : 'no')));
}

function clockWords(offset) {
  if (offset === 0) {
    return 'this machine and the server agree to the second';
  }
  return `the signature was made ${Math.abs(offset)} s ${offset > 0 ? 'before' : 'after'} the server read it, by its own clock`;
}
