import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { blindSigned } from '../../core/blind/blind-sign.ts';
import { challengeBytes } from '../../core/blind/challenge.ts';
import { tokenKeyOf } from '../../core/blind/keys.ts';
import { tokenRequestFrom } from '../../core/blind/token-request.ts';
import { there } from '../support/there.ts';
import { refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = there(tokenKeyOf(privateKey));
const issuer = 'pay.example';
const challenge = there(challengeBytes({ issuer, context: new Uint8Array(0), origin: '' }));
const until = '2027-01-01T00:00:00Z';
const text64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const epoch = {
  ...{ month: '2026-11', keyId: text64(key.id), price: '0.10', currency: 'EUR', endsAt: until },
  ...{ tokenKey: text64(key.spki), challenge: text64(challenge) },
};
const front = { key: 'front', name: 'Reads', meter: 'reads', issuer, revision: 1, epoch };

const requestsIn = ({ body }: SeenRequest): string[] =>
  (JSON.parse(body) as { requests: string[] }).requests;

function signedAll(request: SeenRequest): FakeAnswer {
  const responses = requestsIn(request).map((text) => {
    const { blinded } = there(tokenRequestFrom(Buffer.from(text, 'base64url')));
    return text64(there(blindSigned(privateKey, blinded)));
  });
  const bought = { payer: 'ada', privatePass: 'front', month: '2026-11', amount: '0.20' };
  return { status: 201, json: { ...bought, currency: 'EUR', endsAt: until, responses } };
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-private-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function run(
  args: readonly string[],
  sold: (request: SeenRequest) => FakeAnswer,
  passes: readonly object[] = [front],
) {
  await using server = await httpServer((request) =>
    request.method === 'GET' ? { status: 200, json: { passes } } : sold(request),
  );
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(['private-passes', ...args], shell);
  const bought = server.seen.filter(({ method }) => method === 'POST');
  return { code, printed: printed(), warned: warned(), bought };
}

const buy = (
  units: number,
  sold: (request: SeenRequest) => FakeAnswer = signedAll,
  { payer = 'ada', pass = 'front' } = {},
) => run(['buy', payer, pass, '--units', String(units), '-o', 'solo.tok'], sold);
const tooLittle = (): FakeAnswer => refused('wallet.too-little', 'top up the wallet');
/** Nobody knows whether it was paid. */
const busy = (): FakeAnswer => ({ status: 503, json: {}, isStranger: true });

describe('farthing private-passes buy', () => {
  it('writes the tokens one a line, for their owner alone to read, and leaves nothing else', async () => {
    const { code, warned } = await buy(2);

    expect([code, warned]).toEqual([0, expect.stringContaining('2 private tokens for 0.20 EUR')]);
    expect(await readFile(join(directory, 'solo.tok'), 'utf8')).toMatch(/^([\w-]{400,}\n){2}$/);
    expect(((await stat(join(directory, 'solo.tok'))).mode & 0o777).toString(8)).toBe('600');
    expect(await readdir(directory)).toEqual(['solo.tok']);
  });

  it('buys nothing where the file is there, as that may hold tokens', async () => {
    await writeFile(join(directory, 'solo.tok'), 'paid\n');

    const { code, warned, bought } = await buy(2);

    expect([code, bought]).toEqual([2, []]);
    expect(warned).toContain('solo.tok is there already, and may hold tokens: nothing was bought');
    expect(await readFile(join(directory, 'solo.tok'), 'utf8')).toBe('paid\n');
  });

  it('begins anew after a refusal, with as many as are asked for then', async () => {
    expect((await buy(3, tooLittle)).warned).toContain('top up the wallet');
    expect(await readdir(directory)).toEqual([]);

    const { bought } = await buy(2);

    expect(bought.map((request) => requestsIn(request).length)).toEqual([2]);
  });

  it('goes on with what was begun where the answer is lost, and with the same requests', async () => {
    const first = await buy(2, busy);
    const { bought, code } = await buy(2);

    expect(first.warned).toContain('solo.tok.begun is kept, and the same command goes on with it');
    expect(code).toBe(0);
    expect(requestsIn(there(bought[0]))).toEqual(requestsIn(there(first.bought[0])));
    expect(await readdir(directory)).toEqual(['solo.tok']);
  });

  it.each([
    ['units', 3, {}],
    ['payers', 2, { payer: 'bob' }],
    ['private passes', 2, { pass: 'back' }],
  ])(
    'asks for no other %s while a purchase is under way, and says how it goes on',
    async (_, units, other) => {
      await buy(2, busy);

      const { code, warned, bought } = await buy(units, signedAll, other);

      expect([code, bought]).toEqual([2, []]);
      expect(warned).toContain('`buy ada front --units 2 -o solo.tok`');
      expect(await readdir(directory)).toEqual(['solo.tok.begun']);
    },
  );

  it('keeps what was begun where a later attempt is refused for what says nothing of the first', async () => {
    await buy(2, busy);

    await buy(2, () => refused('private-pass.ended', 'make new requests'));
    expect(await readdir(directory)).toEqual(['solo.tok.begun']);

    await buy(2, tooLittle);
    expect(await readdir(directory)).toEqual([]);
  });

  it('goes on with what an earlier release began, which says neither payer nor pass', async () => {
    await buy(2, busy);
    const place = join(directory, 'solo.tok.begun');
    const { keyId, pending } = JSON.parse(await readFile(place, 'utf8')) as Record<string, unknown>;
    await writeFile(place, JSON.stringify({ keyId, pending }));

    expect((await buy(2)).code).toBe(0);
  });

  it('says of what was not written whole that nothing was bought', async () => {
    await writeFile(join(directory, 'solo.tok.begun'), '{"keyId":"a');

    const { warned, bought } = await buy(2);

    expect([warned, bought]).toEqual([
      expect.stringContaining('nothing was bought: delete it'),
      [],
    ]);
  });

  it('names --units where the requests that it made are refused', async () => {
    const { warned } = await buy(2, () =>
      refused('request.invalid', '/requests: ask for 10', { param: '/requests' }),
    );

    expect(warned).toContain('option --units');
    expect(warned).not.toContain('--requests');
  });

  it('prints what was signed of requests of others one a line', async () => {
    await buy(2, busy);
    const begun = JSON.parse(await readFile(join(directory, 'solo.tok.begun'), 'utf8')) as {
      readonly keyId: string;
      readonly pending: readonly { readonly request: string }[];
    };
    const requests = begun.pending.map(({ request }) => request);
    await writeFile(join(directory, 'asked'), JSON.stringify({ keyId: begun.keyId, requests }));

    const { printed } = await run(['buy', 'ada', 'front', '--requests', 'asked'], signedAll);

    expect(printed).toMatch(/^([\w-]{300,}\n){2}$/);
  });
});

describe('a private pass that is not sold', () => {
  const unsold = 'the billing settings name no defaultPlan';
  const passes = [{ ...front, epoch: null, unsold }];

  it('is listed with the reason', async () => {
    const { printed } = await run(['list'], signedAll, passes);

    expect(printed).toContain(`not sold: ${unsold}`);
  });

  it('is refused with the reason to who would buy it', async () => {
    const args = ['buy', 'ada', 'front', '--units', '2', '-o', 'solo.tok'];
    const { warned, bought } = await run(args, signedAll, passes);

    expect([warned, bought]).toEqual([`error: nothing is sold of front now: ${unsold}\n`, []]);
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('farthing private-passes keys', () => {
  it('prints one key a line', async () => {
    const keys = ['AAI', 'AAM'].map((one) => ({
      ...{ 'token-type': 2, 'token-key': one, 'not-before': 0 },
    }));
    await using server = await httpServer(() => ({
      status: 200,
      json: { 'issuer-request-uri': '/v1', 'token-keys': keys },
    }));
    const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
    const { shell, printed } = fakeShell({ environment });

    await runFarthing(['private-passes', 'keys'], shell);

    expect(printed()).toBe('AAI\nAAM\n');
  });
});
