// Puts the administration together: a bound client with the role session-admin, and three views over the admin API.

import { BoundClient } from '../../modules/client.js';
import { countDown } from '../../modules/countdown.js';
import { byId, show } from '../../modules/dom.js';
import { bindSignIn } from '../../modules/signin.js';
import { bindTabs } from '../../modules/tabs.js';
import { bindHealth } from './health.js';
import { bindSessions } from './sessions.js';
import { bindThrottled } from './throttled.js';

const client = new BoundClient();

bindSignIn(client);
countDown(client);

const views = {
  'tab-sessions': bindSessions(client),
  'tab-throttled': bindThrottled(client),
  'tab-health': bindHealth(client),
};
const tabs = bindTabs(byId('views'), (tab) => views[tab.id]());

// A refusal is shown once for all views: who lacks the role lacks it everywhere.
client.addEventListener('exchange', ({ detail: answer }) => {
  if (answer.url.pathname.includes('/admin/')) {
    const failed = !answer.ok && client.isOpen && answer.status !== 401;
    byId('denied').textContent = failed ? `${answer.status} ${answer.code}: ${answer.message}` : '';
    show(byId('denied'), failed);
  }
});
client.addEventListener('state', () => {
  if (client.isOpen) {
    tabs.choose(byId('tab-sessions'));
  }
});
