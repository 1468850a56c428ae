import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isMppOf, mppCredential, mppHeader, mppId, mppParameter } from '../../../core/gate/mpp.ts';
import { base64urlIn } from '../../../core/gate/sent-json.ts';
import { paymentRequired, paymentSent } from '../../../core/gate/x402.ts';
import { canonicalJson, type JsonValue } from '../../../core/kernel/json.ts';
import { saidIn } from '../../support/some-gate.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors');
const areThere = existsSync(join(folder, 'mpp'));
const named = areThere ? '' : ' (skipped: ../shared/vectors is not on this machine)';
const vectors = areThere ? describe : describe.skip;

/** As much of the vectors as is looked at. */
interface Vector {
  readonly name: string;
  readonly input: string;
  readonly canonical: string;
  readonly encoded: string;
  readonly decodedHex?: string;
  readonly error?: true;
  readonly params?: Parameters<typeof mppHeader>[0];
  readonly header: string;
  readonly hmacInput: string;
  readonly credentialJson: string;
  readonly base64: string;
  readonly decoded: Parameters<typeof paymentRequired>[0] & { readonly accepted?: object };
}

type Vectors = Readonly<Record<string, readonly Vector[] | undefined>>;
const read = (path: string): Vectors =>
  areThere ? (JSON.parse(readFileSync(join(folder, path), 'utf8')) as Vectors) : {};
const mpp = read('mpp/aperture-mpp-vectors.json');
const x402 = read('x402/http-v2-headers.json');
const of = (all: Vectors, part: string): readonly Vector[] => all[part] ?? [];

vectors(`MPP, by the vectors of its implementations${named}`, () => {
  it('writes JSON in one way', () => {
    const valid = of(mpp, 'canonicalization').filter(({ error }) => error === undefined);

    const written = valid.map(({ input }) => canonicalJson(JSON.parse(input) as JsonValue));

    expect(written).toEqual(valid.map(({ canonical }) => canonical));
    expect(valid.length).toBeGreaterThan(20);
  });

  it('reads base64url that an encoder writes, and no other', () => {
    const all = of(mpp, 'base64url');

    const readAs = all.map(({ encoded }) => base64urlIn(encoded)?.toString('hex'));

    expect(readAs).toEqual(
      all.map(({ error, decodedHex = '' }) => (error ? undefined : decodedHex)),
    );
    expect(all.length).toBeGreaterThan(15);
  });

  it('writes challenges as others do', () => {
    const all = of(mpp, 'challengeHeaders').flatMap(({ params, header }) =>
      params === undefined ? [] : [{ params, header }],
    );

    expect(all.map(({ params }) => mppHeader(params))).toEqual(all.map(({ header }) => header));
    expect(all.length).toBeGreaterThan(5);
  });

  it('proves challenges as others do', () => {
    const all = of(mpp, 'challengeIds').flatMap(({ params }) => params ?? []);
    const key = Buffer.from(String(mpp['hmacSecretHex']), 'hex');

    expect(all.map((params) => mppId(key, params))).toEqual(all.map(({ id }) => id));
    expect(all.every((params) => isMppOf(key, params))).toBe(true);
    expect(all.some((params) => isMppOf('another', params))).toBe(false);
    expect(all.length).toBe(4);
  });

  it('reads credentials as others do, and refuses what they do', () => {
    const all = of(mpp, 'credentials');

    const readAs = all.map(({ header }) => mppCredential(header));

    const members = (json: string) => {
      const { challenge, payload } = JSON.parse(json) as Record<string, unknown>;
      return { challenge, payload };
    };
    for (const [index, { error, credentialJson }] of all.entries()) {
      const expected = error ? undefined : expect.objectContaining(members(credentialJson));
      expect(readAs[index]).toEqual(expected);
    }
    expect(all.length).toBeGreaterThan(10);
  });
});

vectors(`x402, by the headers of its specification${named}`, () => {
  it('reads what clients send', () => {
    const sent = of(x402, 'headers').filter(({ header }) => header === 'PAYMENT-SIGNATURE');

    for (const { base64, decoded } of sent) {
      const { maxTimeoutSeconds: _, ...accepted } = decoded.accepted as Record<string, unknown>;
      expect(paymentSent(base64)?.accepted).toEqual(accepted);
    }
    expect(sent.length).toBeGreaterThan(0);
  });

  it('writes what clients are asked for, with our extension beside it', () => {
    const asked = of(x402, 'headers').filter(({ header }) => header === 'PAYMENT-REQUIRED');

    for (const { decoded } of asked) {
      const { extensions, ...own } = saidIn(paymentRequired(decoded));
      expect(own).toEqual(decoded);
      expect(Object.keys(extensions as object)).toEqual(['payment-identifier']);
    }
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe('a dialect', () => {
  it('is read as nothing where the text is none', () => {
    const texts = ['', 'e30', 'bnVsbA==', 'WzFd', 'ImEi', 'e30=', '{}', '\u{1f600}', 'e3==', 'A'];

    expect(texts.map(paymentSent)).toEqual(texts.map(() => undefined));
    expect(texts.map((text) => mppCredential(`Payment ${text}`))).toEqual(
      texts.map(() => undefined),
    );
  });

  it('of a program that names its payment takes 16 to 128 letters, digits, dashes and underscores', () => {
    const sent = (id: unknown) =>
      paymentSent(
        Buffer.from(
          JSON.stringify({
            ...{ x402Version: 2, payload: {} },
            accepted: { scheme: 's', network: 'n:1', amount: '1', asset: 'EUR', payTo: 'p' },
            extensions: { 'payment-identifier': { info: { id } } },
          }),
        ).toString('base64'),
      );

    expect(['x'.repeat(16), 'x'.repeat(128)].map((id) => sent(id)?.identifier?.length)).toEqual([
      ...[16, 128],
    ]);
    expect(['x'.repeat(15), 'x'.repeat(129), 'ä'.repeat(20), 7, {}].map(sent)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(sent(null)).toMatchObject({ identifier: undefined });
  });

  it('says what it offers by canonical JSON, which parses back', () => {
    const said = mppParameter({ b: 'ü', a: '1' });

    expect(Object.entries(saidIn(said))).toEqual([
      ['a', '1'],
      ['b', 'ü'],
    ]);
  });
});
