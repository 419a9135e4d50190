// Short words for what a machine has said at length.

const BROWSERS = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']];
const SYSTEMS = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['Linux', 'Linux']];

/** Names a client by its User-Agent, which is only what it says of itself. */
export function device(userAgent) {
  if (!userAgent) {
    return 'unknown client';
  }
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark));
  if (!browser) {
    return userAgent.split(' ')[0].slice(0, 40);
  }
  const system = SYSTEMS.find(([mark]) => userAgent.includes(mark));
  return system ? `${browser[1]}, ${system[1]}` : browser[1];
}

/** A time in the past as people say it. */
export function since(text) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 1000));
  if (seconds < 5) {
    return 'just now';
  }
  return `${span(seconds)} ago`;
}

/** A time to come. */
export function until(text) {
  const seconds = Math.round((Date.parse(text) - Date.now()) / 1000);
  return seconds <= 0 ? 'over' : `in ${span(seconds)}`;
}

function span(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
