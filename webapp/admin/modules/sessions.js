// The live table of sessions. Pages follow the server's cursor: there is a next page and a first one, no number.

import { announce, byId, el, focusIfLost, onPress, show } from '../../modules/dom.js';
import { endPages } from '../../modules/ends.js';
import { device, since, until } from '../../modules/words.js';
import { confirmed } from './confirm.js';

const LIMIT = 50;
const REFRESH_MILLIS = 5000;

const COLUMNS = ['User', 'Roles', 'Binding', 'Client', 'Created', 'Last access', 'Idle end', 'Absolute end', 'Node', 'Mismatches', 'Session', ''];

export function bindSessions(client) {
  const view = { client, user: '', cursor: '', next: '', page: 1, latest: 0 };
  byId('search').addEventListener('submit', (event) => {
    event.preventDefault();
    view.user = byId('search-user').value.trim();
    return first(view);
  });
  onPress(byId('refresh'), () => load(view));
  onPress(byId('first-page'), () => first(view));
  onPress(byId('next-page'), () => next(view));
  onPress(byId('end-all'), () => endAll(view));
  setInterval(() => {
    const visible = byId('live-table').checked && !byId('view-sessions').hidden && document.visibilityState === 'visible';
    if (visible && client.isOpen && !byId('confirm').open) {
      load(view);
    }
  }, REFRESH_MILLIS);
  client.addEventListener('state', () => {
    if (!client.isOpen) {
      byId('sessions').replaceChildren();
    }
  });
  return () => load(view);
}

function first(view) {
  view.cursor = '';
  view.page = 1;
  return load(view);
}

function next(view) {
  view.cursor = view.next;
  view.page += 1;
  return load(view);
}

async function load(view) {
  const asked = ++view.latest;
  const query = new URLSearchParams({ limit: LIMIT });
  if (view.user) {
    query.set('user', view.user);
  }
  if (view.cursor) {
    query.set('after', view.cursor);
  }
  const answer = await view.client.call('GET', `admin/sessions?${query}`);
  if (asked === view.latest && answer.ok) {
    draw(view, answer.json);
  }
}

function draw(view, { sessions, next: cursor = '' }) {
  view.next = cursor;
  const inTable = byId('sessions').contains(document.activeElement) ? document.activeElement.dataset.handle : undefined;
  const scrolled = byId('sessions').firstElementChild?.scrollLeft ?? 0;
  byId('sessions').replaceChildren(sessions.length ? table(view, sessions) : el('p', { class: 'note good' }, 'No live session.'));
  byId('sessions').firstElementChild.scrollLeft = scrolled;
  // A refresh must not take the focus from the row that somebody is about to act on.
  const again = inTable && byId('sessions').querySelector(`[data-handle="${CSS.escape(inTable)}"]`);
  (again ?? null)?.focus();
  byId('next-page').disabled = cursor === '';
  byId('first-page').disabled = view.page === 1;
  byId('sessions-range').textContent = `Page ${view.page}: ${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}${view.user ? ` of ${view.user}` : ''}`;
  byId('end-all').textContent = `End all of ${view.user}`;
  show(byId('end-all'), view.user !== '' && sessions.length > 0);
  focusIfLost(byId('session-title'));
}

function table(view, sessions) {
  return el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Live sessions, table' },
    el('table', {},
      el('caption', { class: 'offscreen' }, 'Live sessions'),
      el('thead', {}, el('tr', {}, ...COLUMNS.map((name) => (name ? el('th', { scope: 'col' }, name) : el('td', {}, ''))))),
      el('tbody', {}, ...sessions.map((session) => row(view, session)))));
}

function row(view, session) {
  return el('tr', {},
    el('th', { scope: 'row' }, session.user),
    el('td', {}, ...session.roles.map((role) => el('span', { class: 'chip' }, role))),
    el('td', {}, session.kind),
    el('td', {}, session.client || '–', el('span', { class: 'quiet agent', title: session.user_agent }, device(session.user_agent))),
    time(session.created_at, since),
    time(session.last_access_at, since),
    time(session.idle_end_at, until),
    time(session.expires_at, until),
    el('td', {}, session.node || '–'),
    el('td', { class: session.mismatches > 0 ? 'number alarm' : 'number' }, String(session.mismatches)),
    el('td', {}, el('code', { title: session.handle }, `${session.handle.slice(0, 8)}…`)),
    el('td', {}, end(view, session)));
}

function time(text, words) {
  return el('td', {}, el('time', { datetime: text, title: text }, words(text)));
}

function end(view, session) {
  if (session.current) {
    return el('span', { class: 'chip good' }, 'this page');
  }
  const button = el('button', {
    type: 'button', class: 'small danger', 'data-handle': session.handle,
    'aria-label': `End the session ${session.handle.slice(0, 8)} of ${session.user}`,
  }, 'End');
  onPress(button, async () => {
    if (await confirmed('End this session?', `The session of ${session.user} on ${device(session.user_agent)} ends with its next request, on every node.`, 'End session')) {
      const answer = await view.client.call('DELETE', `admin/sessions/${session.handle}`);
      announce(answer.ok ? `Session of ${session.user} ended` : answer.message);
      await load(view);
    }
  });
  return button;
}

async function endAll(view) {
  const { user } = view;
  if (await confirmed('End all sessions of this user?', `Every session of ${user} ends, on every device and node. The user can sign in again.`, 'End all')) {
    const { answer, ended } = await endPages(view.client, 'admin/sessions', { user });
    announce(answer.ok ? `${ended} sessions of ${user} ended` : answer.message);
    await first(view);
  }
}
