import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { matchRoute } from '../../core/contract/match.ts';
import type { Fetch } from '../../sdk/src/fetch.ts';
import { blind, unblinded } from '../../sdk/src/private-tokens/blind.ts';
import { createPrivateTokens } from '../../sdk/src/private-tokens/create-private-tokens.ts';
import { payer } from '../support/some-press.ts';
import { privateReaders } from '../support/some-private-readers.ts';
import { there } from '../support/there.ts';

const file = join(
  import.meta.dirname,
  '../../../shared/vectors/privacypass/pub_verif_rfc9578.go.json',
);
const isThere = existsSync(file);
const named = isThere ? '' : ' (skipped: ../shared/vectors is not on this machine)';
const bytes = (hex: string | undefined) => Uint8Array.from(Buffer.from(there(hex), 'hex'));

(isThere ? describe : describe.skip)(`a client of private tokens${named}`, () => {
  const all = (isThere ? JSON.parse(readFileSync(file, 'utf8')) : []) as Record<string, string>[];

  it.each(all.map((one, index) => [index, one] as const))(
    'blinds and unblinds vector %i of RFC 9578 byte for byte',
    async (_, one) => {
      const spki = bytes(one['pkS']);
      const modulus = spki.subarray(81, 81 + 256);
      const hash = (of: Uint8Array): Buffer => createHash('sha256').update(of).digest();
      const input = Uint8Array.from(
        Buffer.concat([
          Buffer.from([0, 2]),
          bytes(one['nonce']),
          hash(bytes(one['token_challenge'])),
          hash(spki),
        ]),
      );
      const random = (count: number): Uint8Array => bytes(one[count === 48 ? 'salt' : 'blind']);

      const { blinded, inverse } = await blind(modulus, input, random);
      const response = bytes(one['token_response']);
      const signature = await unblinded(modulus, input, { inverse, response });

      expect(Buffer.from(blinded).toString('hex')).toBe(one['token_request']?.slice(6));
      expect(Buffer.concat([input, there(signature)]).toString('hex')).toBe(one['token']);
      expect(await unblinded(modulus, input, { inverse: inverse + 1n, response })).toBeUndefined();
    },
  );
});

/** A client over the handlers of a press, whose answers may be lost. */
async function aClient() {
  const readers = await privateReaders();
  let kept: string | undefined;
  const lost = { next: false };
  const alter = { tokenKeys: false };
  const fetch: Fetch = async (url, { method, body, headers }) => {
    const { pathname } = new URL(url);
    const { key = '', params = {} } = matchRoute(method, pathname) ?? {};
    const sent = typeof body === 'string' ? { body: JSON.parse(body) as unknown } : {};
    const answer = await readers.ask(key, { ...sent, params, headers: { ...headers } });
    if (lost.next && method === 'POST') {
      lost.next = false;
      throw new TypeError('the connection was lost');
    }
    const isDirectory = pathname.startsWith('/.well-known/');
    const text = alter.tokenKeys && isDirectory ? '{"token-keys":[]}' : answer.text;
    return new Response(text, { status: answer.status, headers: answer.headers });
  };
  const tokens = createPrivateTokens({
    ...{ url: 'https://pay.example', apiKey: 'ftp_acme_x', payer, fetch, attemptsMax: 1 },
    store: {
      get: async () => kept,
      put: async (text) => {
        kept = text;
      },
    },
  });
  return { ...readers, tokens, lost, alter, keptText: () => kept };
}

describe('private tokens of a client', () => {
  it('are bought, kept, taken out one by one, and given back', async () => {
    const { tokens, gate } = await aClient();

    expect(await tokens.buy({ privatePass: 'front', units: 5 })).toBe(5);
    const first = await tokens.take();
    const second = await tokens.take();
    await second?.back();
    const held = await gate({ authorization: there(first).authorization });

    expect(held.body['outcome']).toBe('held');
    expect(await tokens.count()).toBe(4);
    const all = [];
    for (let one = await tokens.take(); one !== undefined; one = await tokens.take()) all.push(one);
    expect(all).toHaveLength(4);
    expect(new Set(all.map(({ authorization }) => authorization)).size).toBe(4);
  });

  it('are paid once where the answer is lost, and there when they are asked for again', async () => {
    const { tokens, lost, wallet, keptText } = await aClient();
    lost.next = true;

    await expect(tokens.buy({ privatePass: 'front', units: 5 })).rejects.toThrow();
    const paid = await wallet();
    const begun = keptText();
    const count = await tokens.buy({ privatePass: 'front', units: 150 });

    expect([paid, await wallet(), count]).toEqual(['9.94', '9.94', 5]);
    expect(begun).toContain('pending');
    expect(keptText()).not.toContain('pending');
  });

  it('are not bought by a key that is not in the directory', async () => {
    const { tokens, alter, wallet } = await aClient();
    alter.tokenKeys = true;

    const bought = tokens.buy({ privatePass: 'front', units: 5 });

    await expect(bought).rejects.toThrow('it may be for you alone');
    expect(await wallet()).toBe('10.00');
  });
});
