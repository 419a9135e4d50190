// The help, with the address of this server in its commands.

import { ROOT, quoted } from '../modules/exchange.js';
import { byId } from '../modules/dom.js';

export function bindHelp() {
  const help = byId('help');
  for (const command of help.querySelectorAll('[data-url]')) {
    command.textContent = `${command.dataset.url}${quoted(ROOT.href)}`;
  }
  byId('open-help').addEventListener('click', () => help.showModal());
  help.addEventListener('click', (event) => {
    if (event.target === help) {
      help.close();
    }
  });
}
