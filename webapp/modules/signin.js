// The form to sign in, and the card of the session that takes its place.

import { SECRET, SIGNATURE, isSupported } from './bindings.js';
import { byId, announce, focusIfLost, onPress, show } from './dom.js';

/** What a person can do about a refused login; the server's own words stand for all others. */
const ADVICE = {
  no_answer: 'The server did not answer. Is it running?',
  too_many_attempts: 'Too many failed logins. Please wait and try again.',
};

export function bindSignIn(client) {
  const form = byId('sign-in');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!form.hasAttribute('aria-busy')) {
      await submit(client, form);
    }
  });
  onPress(byId('sign-out'), () => client.signOut());
  bindChoice(client, form);
  client.addEventListener('state', () => {
    drawState(client);
    tell(client);
  });
  drawState(client);
}

/** The kind that the form says, where this browser can sign; a kind that nobody can choose is not offered. */
function bindChoice(client, form) {
  const signing = isSupported(SIGNATURE);
  show(byId('no-signing'), !signing);
  for (const option of form.elements.binding) {
    option.disabled = option.value === SIGNATURE && !signing;
    option.checked = option.checked && !option.disabled || option.value === SECRET && !signing;
    option.addEventListener('change', () => choose(client, option.value));
    if (option.checked) {
      client.kind = option.value;
    }
  }
}

function choose(client, kind) {
  client.kind = kind;
  drawState(client);
}

async function submit(client, form) {
  const { user, password, header } = form.elements;
  if (!user.value || !password.value || user.value.includes(':')) {
    refuse(form, user.value.includes(':') ? 'A user name for HTTP Basic has no colon.' : 'Please enter a user name and a password.');
    (user.value && !user.value.includes(':') ? password : user).focus();
    return;
  }
  form.setAttribute('aria-busy', 'true');
  client.kind = form.elements.binding.value;
  client.header = header?.value.trim() || 'secretid';
  try {
    const answer = await client.signIn(user.value, password.value);
    finish(form, answer);
  } catch (malformed) {
    refuse(form, 'The name of the header is not one that HTTP allows.');
  } finally {
    form.removeAttribute('aria-busy');
  }
}

function finish(form, answer) {
  form.elements.password.value = '';
  if (answer.ok) {
    refuse(form, '');
    return;
  }
  const wait = answer.answerHeaders.find(([name]) => name.toLowerCase() === 'retry-after');
  refuse(form, `${ADVICE[answer.code] ?? answer.message}${wait ? ` (after ${wait[1]} s)` : ''}`);
  form.elements.password.focus();
}

function refuse(form, text) {
  const error = form.querySelector('[data-error]');
  error.textContent = text;
  show(error, text !== '');
}

function drawState(client) {
  document.body.dataset.state = client.state;
  for (const element of document.querySelectorAll('[data-when], [data-binding]')) {
    const { when = client.state, binding = client.kind } = element.dataset;
    show(element, when.split(' ').includes(client.state) && binding === client.kind);
  }
  for (const element of document.querySelectorAll('[data-user]')) {
    element.textContent = client.user;
  }
  for (const element of document.querySelectorAll('[data-keyid]')) {
    element.textContent = client.keyid;
  }
  drawRoles(client);
  const names = { closed: 'signed out', open: 'session open', ended: 'session ended' };
  byId('state').textContent = names[client.state];
  byId('state').className = `pill ${client.state}`;
  byId('reason').textContent = client.reason;
}

function drawRoles(client) {
  for (const element of document.querySelectorAll('[data-roles]')) {
    element.replaceChildren(...(client.roles.length ? client.roles : ['no role']).map((role) => {
      const chip = document.createElement('span');
      chip.className = 'chip';
      chip.textContent = role;
      return chip;
    }));
  }
}

function tell(client) {
  if (client.state === 'open') {
    announce(`Signed in as ${client.user}`);
    byId('session-title').focus();
  } else {
    announce(client.state === 'ended' ? `Session ended. ${client.reason}` : 'Signed out');
    focusIfLost(byId('user'));
  }
}
