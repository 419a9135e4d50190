// What /health/ready says, and the drain that changes it.

import { announce, byId, el, onPress } from '../../modules/dom.js';
import { plain, exchange } from '../../modules/exchange.js';
import { confirmed } from './confirm.js';

export function bindHealth(client) {
  onPress(byId('health-refresh'), load);
  onPress(byId('drain'), async () => {
    if (await confirmed('Drain this node?', 'Load balancers stop sending new requests here. What still arrives is served.', 'Drain')) {
      const answer = await client.call('POST', 'admin/drain');
      announce(answer.ok ? 'This node is draining' : answer.message);
      await load();
    }
  });
  onPress(byId('undrain'), async () => {
    const answer = await client.call('DELETE', 'admin/drain');
    announce(answer.ok ? 'This node is not draining' : answer.message);
    await load();
  });
  return load;
}

/** Without the secret: it is what a load balancer sees, and no proof that would keep the session alive. */
async function load() {
  const answer = await exchange('GET', 'health/ready', [plain('X-Requested-With', 'fetch')], {});
  const health = answer.json ?? { status: 'DOWN' };
  const up = health.status === 'UP';
  byId('health').replaceChildren(
    el('p', { class: up ? 'note good' : 'note bad' }, el('b', {}, `${answer.status} ${health.status}`), up ? ' Ready for requests.' : ` ${health.code ?? ''} ${health.message ?? ''}`),
    ...(health.warnings ?? []).map((warning) => el('p', { class: 'note warn' }, warning)),
    el('ul', { class: 'checks' }, ...(health.checks ?? []).map(check)));
}

function check({ name, status, data = {} }) {
  return el('li', {},
    el('div', { class: 'between' }, el('b', {}, name), el('span', { class: `code ${status === 'UP' ? 'good' : 'bad'}` }, status)),
    el('dl', { class: 'facts' }, ...Object.entries(data).flatMap(([key, value]) => [el('dt', {}, key.replaceAll('_', ' ')), el('dd', {}, String(value))])));
}
