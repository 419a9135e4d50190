// Text as bytes, and bytes as text.

export function bytesOf(text) {
  return new TextEncoder().encode(text);
}

export function base64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Base64 for URLs, without padding. */
export function base64url(bytes) {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A text of random bytes that nobody can guess. */
export function randomText(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  const text = base64url(bytes);
  bytes.fill(0);
  return text;
}
