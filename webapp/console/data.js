// The three data sets as tables, page by page.

import { byId, el, onPress } from '../modules/dom.js';
import { bindTabs } from '../modules/tabs.js';
import { table } from '../modules/table.js';

const SETS = [
  { id: 'employees', title: 'Employees', path: 'getemployeedetails' },
  { id: 'customers', title: 'Customers', path: 'getcustomerdetails' },
  { id: 'payments', title: 'Payments', path: 'getpaymentdetails' },
];

export function bindData(client) {
  const view = { client, set: SETS[0], offset: 0, latest: 0 };
  byId('data-tabs').append(...SETS.map(tab));
  const tabs = bindTabs(byId('data-tabs'), (chosen) => {
    view.set = SETS.find((set) => chosen.id === `tab-${set.id}`);
    return load(view, 0);
  });
  byId('data-limit').addEventListener('change', () => load(view, 0));
  onPress(byId('data-previous'), () => load(view, Math.max(0, view.offset - limit())));
  onPress(byId('data-next'), () => load(view, view.offset + limit()));
  client.addEventListener('state', () => begin(view, tabs));
}

function tab(set) {
  return el('button', { type: 'button', role: 'tab', id: `tab-${set.id}`, 'aria-controls': 'data-panel' }, set.title);
}

/** The first set that the user may read. */
function begin({ client }, tabs) {
  if (client.isOpen) {
    const onlyPayments = !client.roles.includes('general') && client.roles.includes('admin');
    tabs.choose(byId(`tab-${SETS[onlyPayments ? 2 : 0].id}`));
  } else {
    byId('data-panel').replaceChildren();
  }
}

function limit() {
  return Number(byId('data-limit').value);
}

async function load(view, offset) {
  const { client, set } = view;
  const asked = ++view.latest;
  view.offset = offset;
  const answer = await client.call('GET', `${set.path}?limit=${limit()}&offset=${offset}`, { note: `Read ${set.id}` });
  // An answer that was overtaken by a later choice is only logged.
  if (asked === view.latest && client.isOpen) {
    draw(view, answer);
  }
}

function draw(view, answer) {
  const panel = byId('data-panel');
  const rows = answer.json?.[view.set.id] ?? [];
  const focused = panel.contains(document.activeElement);
  panel.replaceChildren(content(view, answer, rows));
  if (focused) {
    panel.focus();
  }
  byId('data-previous').disabled = view.offset === 0;
  byId('data-next').disabled = rows.length < limit();
  byId('data-range').textContent = rows.length
    ? `${view.set.title}, rows ${view.offset + 1} to ${view.offset + rows.length}` : '';
}

function content(view, answer, rows) {
  if (!answer.ok) {
    return el('p', { class: 'note bad' }, el('b', {}, `${answer.status} ${answer.code}`), ` ${answer.message}`);
  }
  return rows.length ? table(view.set.title, rows) : el('p', { class: 'quiet' }, 'No more rows.');
}
