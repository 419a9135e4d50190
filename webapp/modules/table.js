// Rows of any query as a table: the columns are what the rows have.

import { el } from './dom.js';

export function table(caption, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const numeric = new Set(columns.filter((name) => rows.every((row) => row[name] === null || typeof row[name] === 'number')));
  const decimals = Object.fromEntries(columns.map((name) => [name, Math.max(0, ...rows.map((row) => fraction(row[name])))]));
  return el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': `${caption}, table` },
    el('table', {},
      el('caption', { class: 'offscreen' }, caption),
      el('thead', {}, el('tr', {}, ...columns.map((name) => el('th', { scope: 'col', class: numeric.has(name) && 'number' }, name.replaceAll('_', ' '))))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, ...columns.map((name) => cell(row[name], numeric.has(name), decimals[name])))))));
}

/** Digits behind the point, so that a column of amounts is aligned. */
function fraction(value) {
  return typeof value === 'number' ? (String(value).split('.')[1] ?? '').length : 0;
}

function cell(value, numeric, decimals) {
  if (value === null || value === undefined) {
    return el('td', { class: 'quiet' }, '–');
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : numeric ? value.toFixed(decimals) : String(value);
  return el('td', { class: numeric && 'number' }, text);
}
