// The two limits of a session, second by second.

import { announce } from './dom.js';

const LOW_SECONDS = 20;

/** Words for a time: 2:05, or 1:00:00 from an hour on. */
export function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const pad = (number) => String(number).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** Shows what is left in every element with data-left, and ends the client's session when one of them is over. */
export function countDown(client, scope = document) {
  let warned = false;
  const tick = () => {
    if (!client.isOpen) {
      return;
    }
    const left = { idle: (client.idleEnd - Date.now()) / 1000, absolute: (client.absoluteEnd - Date.now()) / 1000 };
    const total = { idle: client.idleSeconds, absolute: client.absoluteSeconds };
    for (const which of ['idle', 'absolute']) {
      draw(scope, which, left[which], total[which]);
    }
    const low = Math.min(left.idle, left.absolute) <= LOW_SECONDS;
    if (low && !warned) {
      announce(`This session ends in ${Math.ceil(Math.min(left.idle, left.absolute))} seconds`);
    }
    warned = low;
    if (left.idle <= 0 || left.absolute <= 0) {
      client.expire(left.absolute <= 0 ? 'absolute' : 'idle');
    }
  };
  client.addEventListener('state', tick);
  client.addEventListener('touch', tick);
  setInterval(tick, 250);
}

function draw(scope, which, left, total) {
  scope.querySelectorAll(`[data-left="${which}"]`).forEach((element) => {
    if (element.tagName === 'PROGRESS') {
      element.max = total;
      element.value = Math.max(0, left);
      element.classList.toggle('low', left <= LOW_SECONDS);
    } else {
      element.textContent = clock(left);
    }
  });
}
