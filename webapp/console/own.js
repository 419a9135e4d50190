// The user's own sessions, on every device: look, and end what is not yours.

import { announce, byId, el, focusIfLost, onPress, show } from '../modules/dom.js';
import { endPages } from '../modules/ends.js';
import { device, since } from '../modules/words.js';

export function bindOwnSessions(client) {
  onPress(byId('own-refresh'), () => load(client));
  onPress(byId('own-others'), async () => {
    const { answer, ended } = await endPages(client, 'sessions', { others: 'true' }, 'End my other sessions');
    announce(answer.ok ? `${ended} sessions ended` : answer.message);
    await load(client);
  });
  client.addEventListener('state', () => {
    if (client.isOpen) {
      load(client);
    } else {
      byId('own-list').replaceChildren();
    }
  });
}

async function load(client) {
  const answer = await client.call('GET', 'sessions?limit=20', { note: 'List my sessions' });
  if (!client.isOpen) {
    return;
  }
  const sessions = answer.json?.sessions ?? [];
  byId('own-list').replaceChildren(...sessions.map((session) => item(client, session)));
  show(byId('own-others'), sessions.some((session) => !session.current));
  byId('own-note').textContent = answer.ok ? '' : `${answer.status} ${answer.code} ${answer.message}`;
  focusIfLost(byId('own-title'));
}

function item(client, session) {
  const label = device(session.user_agent);
  const entry = el('li', {},
    el('span', {},
      el('b', {}, label), session.current ? el('span', { class: 'chip good' }, 'this page') : null,
      el('span', { class: 'quiet block' }, `${session.client || 'unknown address'}, ${session.kind}, used ${since(session.last_access_at)}`)));
  if (!session.current) {
    const end = el('button', { type: 'button', class: 'small', 'aria-label': `End the session of ${label}` }, 'End');
    onPress(end, async () => {
      const answer = await client.call('DELETE', `sessions/${session.handle}`, { note: 'End one of my sessions' });
      announce(answer.ok ? 'Session ended' : answer.message);
      await load(client);
    });
    entry.append(end);
  }
  return entry;
}
