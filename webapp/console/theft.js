// "Steal my cookie": the owner's call, sent by somebody who has the cookie, or has even read a request, but has neither
// secret nor key.

import { byId, el, focusIfLost, onPress } from '../modules/dom.js';
import { NONE, OTHER, OWN } from '../modules/exchange.js';

const BUTTONS = ['theft-none', 'theft-other', 'theft-own', 'theft-unsigned', 'theft-replayed', 'theft-altered', 'theft-signed'];

export function bindTheft(client) {
  onPress(byId('theft-none'), () => attempt(client, NONE, 'Thief: without the secret'));
  onPress(byId('theft-other'), () => attempt(client, OTHER, 'Thief: with a wrong secret'));
  onPress(byId('theft-own'), () => attempt(client, OWN, 'You: with your secret'));
  onPress(byId('theft-unsigned'), () => attempt(client, NONE, 'Thief: without a signature'));
  onPress(byId('theft-replayed'), async () => attempt(client, await captured(client), 'Thief: your request, once more'));
  onPress(byId('theft-altered'), async () => attempt(client, await captured(client), 'Thief: your request, altered', altered(pathFor(client))));
  onPress(byId('theft-signed'), () => attempt(client, OWN, 'You: signed anew'));
  client.addEventListener('state', () => {
    for (const id of BUTTONS) {
      byId(id).disabled = !client.isOpen;
    }
    if (client.isOpen) {
      byId('theft-results').replaceChildren();
    }
  });
}

/** A call that this user may make, so that a refusal can only be for the proof. */
function pathFor(client) {
  if (client.roles.includes('general')) {
    return 'getemployeedetails?limit=1';
  }
  return client.roles.includes('admin') ? 'getpaymentdetails?limit=1' : 'login';
}

/** The same for more rows than its owner asked for. */
function altered(path) {
  return path.includes('?') ? path.replace('limit=1', 'limit=1000') : `${path}?all`;
}

/** The owner's own request, as a thief would find it in a log: with cookie and signature, and served. */
function captured(client) {
  return client.call('GET', pathFor(client), { note: 'You: the request that the thief reads' });
}

async function attempt(client, proof, note, path = pathFor(client)) {
  const answer = await client.call('GET', path, { proof, note });
  const refused = !answer.ok;
  byId('theft-results').append(el('li', { class: refused ? 'refused' : 'served' },
    el('span', { class: 'who' }, note),
    el('span', {}, el('b', {}, `${answer.status} ${answer.code || 'served'}`), answer.message && refused ? ` ${answer.message}` : ''),
    el('span', { class: 'quiet' }, verdict(answer))));
  focusIfLost(client.isOpen ? byId('theft-title') : byId('user'));
}

const VERDICTS = {
  login_required: 'Nothing was opened; the session goes on.',
  session_invalidated: 'Nothing was opened; the session is over, and the cookie is deleted.',
  secret_mismatch: 'Nothing was opened; a few more of these end the session.',
  proof_required: 'Nothing was opened; the session goes on.',
  proof_replayed: 'Nothing was opened: each signature is good for one request.',
  proof_invalid: 'Nothing was opened: a signature fits the request that it was made for. A few more of these end the session.',
};

function verdict(answer) {
  return VERDICTS[answer.code] ?? (answer.ok ? 'Cookie and proof belong together.' : '');
}
