// Tabs after the WAI-ARIA pattern: one stop for Tab, arrow keys between them, and each shows its panel.

import { byId, show } from './dom.js';

export function bindTabs(list, chosen) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const choose = (tab) => {
    mark(tabs, tab);
    return chosen(tab);
  };
  for (const tab of tabs) {
    tab.addEventListener('click', () => choose(tab));
  }
  list.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const tab = tabs[(to + tabs.length) % tabs.length];
      tab.focus();
      choose(tab);
    }
  });
  return { choose };
}

function mark(tabs, chosen) {
  for (const tab of tabs) {
    tab.setAttribute('aria-selected', String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    show(byId(tab.getAttribute('aria-controls')), tab === chosen);
  }
  // Several tabs may share one panel.
  const panel = byId(chosen.getAttribute('aria-controls'));
  panel.setAttribute('aria-labelledby', chosen.id);
  show(panel, true);
}
