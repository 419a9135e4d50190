/**
 * Verifies or signs requests with two implementations of RFC 9421 that do not come from this project.
 *
 * node cross-check.mjs verify|sign FILE
 *
 * The file has an array of requests with method, url, headers, covered (names of components), key (base64) and keyid.
 * Prints a line for each request and implementation: its name, a tab, and true or why not; when it signs, Signature-Input
 * and Signature after tabs.
 */

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSignature, verifySignature } from 'http-message-sig';
import { httpbis } from 'http-message-signatures';

const ALGORITHM = 'hmac-sha256';
const TAG = 'bound-session';
const PARAMETERS = ['created', 'nonce', 'keyid', 'tag'];

function mac(request, data) {
  return createHmac('sha256', Buffer.from(request.key, 'base64')).update(data).digest();
}

function matches(request, data, signature) {
  const expected = mac(request, data);
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

function createdIn(request) {
  const input = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'signature-input')[1];
  return Number(/;created=(\d+)/.exec(input)[1]);
}

function descriptor({ method, url, headers }) {
  const fields = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { kind: 'request', method, targetUri: url, fields };
}

const IMPLEMENTATIONS = {
  'http-message-signatures': {
    verify: (request) =>
      httpbis.verifyMessage(
        {
          keyLookup: async () => ({ verify: async (data, signature) => matches(request, data, signature) }),
          notAfter: createdIn(request),
          requiredFields: request.covered,
          requiredParams: PARAMETERS,
        },
        request,
      ),

    async sign(request) {
      const key = { id: request.keyid, sign: async (data) => mac(request, data) };
      const paramValues = { created: new Date(request.created * 1000), nonce: request.nonce, tag: TAG };
      const config = { key, name: 'bs', fields: request.covered, params: PARAMETERS, paramValues };
      const { headers } = await httpbis.signMessage(config, request);
      return [headers['Signature-Input'], headers.Signature];
    },
  },

  'http-message-sig': {
    async verify(request) {
      const policy = {
        algorithms: [ALGORITHM],
        requiredComponents: request.covered,
        requiredParameters: PARAMETERS,
        now: createdIn(request),
      };
      const verifier = { algorithm: ALGORITHM, verify: (data, signature) => matches(request, data, signature) };
      const verified = await verifySignature(descriptor(request), { policy, resolveVerifier: () => verifier });
      return verified.parameters.tag === TAG;
    },

    async sign(request) {
      const { keyid, created, nonce } = request;
      const fields = await createSignature(descriptor(request), {
        label: 'bs',
        components: request.covered,
        parameters: { created, nonce, keyid, tag: TAG },
        signer: { algorithm: ALGORITHM, sign: (data) => mac(request, data) },
      });
      return [fields.signatureInput, fields.signature];
    },
  },
};

const [, , command, file] = process.argv;
for (const request of JSON.parse(readFileSync(file, 'utf8'))) {
  for (const [name, implementation] of Object.entries(IMPLEMENTATIONS)) {
    // Each signature needs a nonce of its own.
    const fresh = { ...request, created: Math.floor(Date.now() / 1000), nonce: randomUUID() };
    const result = await implementation[command](fresh).catch((failure) => failure.message);
    console.log([name, result].flat().join('\t'));
  }
}
