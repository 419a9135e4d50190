// Copies text; over plain HTTP from elsewhere than loopback a browser has no clipboard API.

import { announce, el } from './dom.js';

export async function copy(text, button) {
  const done = await written(text);
  const before = button.dataset.label ?? button.textContent;
  button.dataset.label = before;
  button.textContent = done ? 'Copied' : 'Press Ctrl+C';
  announce(done ? 'Copied to the clipboard' : 'Could not copy');
  setTimeout(() => { button.textContent = before; }, 1600);
}

async function written(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) {
      return selected(text);
    }
  }
  return selected(text);
}

function selected(text) {
  const area = el('textarea', { class: 'offscreen', 'aria-hidden': 'true', tabindex: '-1' });
  const focused = document.activeElement;
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return done;
}
