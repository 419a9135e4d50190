// "Steal my cookie": the owner's call, replayed as somebody who has the cookie only.

import { byId, el, focusIfLost, onPress } from '../modules/dom.js';
import { NONE, OTHER, OWN } from '../modules/exchange.js';

const BUTTONS = ['theft-none', 'theft-other', 'theft-own'];

export function bindTheft(client) {
  onPress(byId('theft-none'), () => replay(client, NONE, 'Thief: without the secret'));
  onPress(byId('theft-other'), () => replay(client, OTHER, 'Thief: with a wrong secret'));
  onPress(byId('theft-own'), () => replay(client, OWN, 'You: with your secret'));
  client.addEventListener('state', () => {
    for (const id of BUTTONS) {
      byId(id).disabled = !client.isOpen;
    }
    if (client.isOpen) {
      byId('theft-results').replaceChildren();
    }
  });
}

/** A call that this user may make, so that a refusal can only be for the secret. */
function pathFor(client) {
  if (client.roles.includes('general')) {
    return 'getemployeedetails?limit=1';
  }
  return client.roles.includes('admin') ? 'getpaymentdetails?limit=1' : 'login';
}

async function replay(client, secret, note) {
  const answer = await client.call('GET', pathFor(client), { secret, note });
  const refused = !answer.ok;
  byId('theft-results').append(el('li', { class: refused ? 'refused' : 'served' },
    el('span', { class: 'who' }, note),
    el('span', {}, el('b', {}, `${answer.status} ${answer.code || 'served'}`), answer.message && refused ? ` ${answer.message}` : ''),
    el('span', { class: 'quiet' }, verdict(answer))));
  focusIfLost(client.isOpen ? byId('theft-title') : byId('user'));
}

function verdict(answer) {
  switch (answer.code) {
    case 'login_required':
      return 'Nothing was opened; the session goes on.';
    case 'session_invalidated':
      return 'Nothing was opened; the session is over, and the cookie is deleted.';
    case 'secret_mismatch':
      return 'Nothing was opened; a few more of these end the session.';
    default:
      return answer.ok ? 'Cookie and secret belong together.' : '';
  }
}
