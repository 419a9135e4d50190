// Elements without innerHTML: what a server or a user has sent is always text.

export function byId(id) {
  return document.getElementById(id);
}

/** Makes an element; an attribute whose value is a function is a listener, one that is false or null is left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function show(element, visible) {
  element.hidden = !visible;
}

/** Tells a screen reader what a person sees happen. Emptied first, so that the same words twice are read twice. */
export function announce(text) {
  const live = byId('live');
  live.textContent = '';
  requestAnimationFrame(() => { live.textContent = text; });
}

/** Runs one action at a time per button, and says so to assistive technology without taking the focus away. */
export function onPress(button, action) {
  button.addEventListener('click', async (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-busy') === 'true') {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    try {
      await action(event);
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
}

/** A button that is disabled or removed drops the focus; a person with a keyboard would start again at the top. */
export function focusIfLost(element) {
  const active = document.activeElement;
  if (!active || active === document.body || !active.isConnected || active.disabled || active.closest('[hidden]')) {
    element.focus();
  }
}
