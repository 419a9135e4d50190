// Asks before something cannot be taken back. Escape and a closed dialog mean no.

import { byId } from '../../modules/dom.js';

export function confirmed(title, text, action) {
  const dialog = byId('confirm');
  byId('confirm-title').textContent = title;
  byId('confirm-text').textContent = text;
  byId('confirm-yes').textContent = action;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((decided) => {
    dialog.addEventListener('close', () => decided(dialog.returnValue === 'yes'), { once: true });
  });
}
