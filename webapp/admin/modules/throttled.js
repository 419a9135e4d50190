// Who has failed too often, and the way back for those who are no attackers.

import { announce, byId, el, focusIfLost, onPress } from '../../modules/dom.js';
import { clock } from '../../modules/countdown.js';

export function bindThrottled(client) {
  onPress(byId('throttled-refresh'), () => load(client));
  client.addEventListener('state', () => {
    if (!client.isOpen) {
      byId('throttled').replaceChildren();
    }
  });
  return () => load(client);
}

async function load(client) {
  const answer = await client.call('GET', 'admin/throttled');
  if (answer.ok) {
    const { throttled } = answer.json;
    byId('throttled').replaceChildren(throttled.length
      ? table(client, throttled) : el('p', { class: 'note good' }, 'Nobody is kept out at the moment.'));
    focusIfLost(byId('session-title'));
  }
}

function table(client, throttled) {
  return el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Throttled addresses, table' },
    el('table', {},
      el('caption', { class: 'offscreen' }, 'Throttled addresses and users'),
      el('thead', {}, el('tr', {}, ...['Address', 'User', 'Failures', 'Time left'].map((name) => el('th', { scope: 'col' }, name)), el('td', {}, ''))),
      el('tbody', {}, ...throttled.map((entry) => row(client, entry)))));
}

function row(client, entry) {
  const lift = el('button', { type: 'button', class: 'small', 'aria-label': `Lift ${entry.address} ${entry.user ?? ''}` }, 'Lift');
  onPress(lift, async () => {
    const query = new URLSearchParams(entry.user === undefined ? { address: entry.address } : { address: entry.address, user: entry.user });
    const answer = await client.call('DELETE', `admin/throttled?${query}`);
    announce(answer.ok ? `${entry.address} may log in again` : answer.message);
    await load(client);
  });
  return el('tr', {},
    el('th', { scope: 'row' }, entry.address),
    el('td', {}, entry.user ?? 'all users of this address'),
    el('td', { class: 'number' }, String(entry.failures)),
    el('td', {}, clock(entry.retry_after_seconds)),
    el('td', {}, lift));
}
