import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  newToken,
  type PendingToken,
  signedToken,
  tokenHeader,
} from '../../../sdk/src/private-tokens/token.ts';
import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { aMagazine, aReader, differing, put } from './clients.ts';

/**
 * Private tokens over HTTP, while the stack is killed: in the middle of uses, and of purchases whose answers are lost.
 * Started again, whoever bought has its tokens and paid once, and each token is used once.
 */

const PURCHASES = 4;
/** Of 0.0119 each: whole cents. */
const TOKENS = 100;
const USED = 100;
const LANES = 24;
const TRIES_MAX = 300;
const MINUTE_MS = 60_000;
const TENANT = 'demo';
const DIRECTORY = '/.well-known/private-token-issuer-directory';
const PAYERS = '/v1/payers';
const programFile = join(import.meta.dirname, '../../../verify/verify.mjs');

interface Offer {
  readonly keyId: string;
  readonly tokenKey: string;
  readonly challenge: string;
}

interface Purchase {
  readonly payer: string;
  readonly pending: readonly PendingToken[];
}

/** What a server is told of a token: its hold, why there is none, or nothing. */
type Asked = { readonly held: string } | { readonly code: string } | 'lost';

export async function killedFaults(): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  try {
    await aMagazine(farthing, 'EUR');
    const front = { name: 'Private reads', meter: 'reads', issuer: 'pay.example', crowd: 1 };
    await put(farthing, '/v1/private-passes/front', front);
    const offer = await offered(farthing);
    const purchases: Purchase[] = [];
    for (let at = 0; at < PURCHASES; at += 1) {
      const { payer } = await aReader(farthing, `reader-${at}`, '5.00');
      const pending = await Promise.all(Array.from({ length: TOKENS }, () => newToken(offer)));
      purchases.push({ payer, pending });
    }
    const tokens = await tokensOf(purchases[0], await bought(farthing, offer, purchases[0]));
    const captured = await untilKilled(farthing, { offer, purchases, tokens });
    await farthing.start();
    const faults = [
      ...(await boughtFaults(farthing, offer, purchases)),
      ...(await usedFaults(farthing, tokens.slice(0, USED), captured)),
      ...(await loggedFaults(farthing)),
    ];
    return faults;
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

async function offered(farthing: LocalFarthing): Promise<Offer> {
  const { body } = await farthing.request('GET', '/v1/private-passes');
  const [one] = (body as { readonly passes: readonly { readonly epoch: Offer }[] }).passes;
  if (one === undefined) throw new Error('a private pass is offered');
  return one.epoch;
}

/** What was signed; undefined where nobody answered. */
async function bought(
  farthing: LocalFarthing,
  { keyId }: Offer,
  purchase: Purchase | undefined,
): Promise<readonly string[] | undefined> {
  const { payer, pending } = purchase ?? { payer: '', pending: [] };
  const requests = pending.map(({ request }) => request);
  try {
    const path = `${PAYERS}/${payer}/private-passes`;
    const body = { privatePass: 'front', keyId, requests };
    const answer = await farthing.request('POST', path, body);
    if (answer.status === 201)
      return (answer.body as { readonly responses: readonly string[] }).responses;
    if (answer.status !== 503 && answer.status !== 429) console.error(JSON.stringify(answer.body));
  } catch {
    // The stack was killed.
  }
  return undefined;
}

const tokensOf = (
  purchase: Purchase | undefined,
  responses: readonly string[] = [],
): Promise<readonly string[]> =>
  Promise.all(
    responses.map((response, at) => {
      const one = purchase?.pending[at];
      if (one === undefined) throw new Error('each request has a response');
      return signedToken(one, response);
    }),
  );

async function asked(farthing: LocalFarthing, token: string): Promise<Asked> {
  const resource = { url: 'https://news.example/a/1' };
  const payment = { authorization: tokenHeader(token) };
  try {
    const { status, body } = await farthing.request('POST', '/v1/gate', {
      ...{ resource, meter: 'reads', payment },
    });
    const answer = body as { readonly outcome?: string; readonly id?: string; code?: string };
    const { code } = (body as { readonly problem?: { readonly code: string } }).problem ?? answer;
    if (status === 200 && answer.outcome === 'held' && answer.id !== undefined)
      return { held: answer.id };
    if (status === 200 && code !== undefined) return { code };
  } catch {
    // The stack was killed.
  }
  return 'lost';
}

async function isCaptured(farthing: LocalFarthing, id: string): Promise<boolean> {
  try {
    return (await farthing.request('POST', `/v1/gate/${id}/capture`, {})).status === 200;
  } catch {
    return false;
  }
}

/** Uses tokens, each at two servers at once, and buys meanwhile, until the stack is killed; answers what was served. */
async function untilKilled(
  farthing: LocalFarthing,
  {
    offer,
    purchases,
    tokens,
  }: {
    readonly offer: Offer;
    readonly purchases: readonly Purchase[];
    readonly tokens: readonly string[];
  },
): Promise<ReadonlySet<string>> {
  const captured = new Set<string>();
  let begun = 0;
  const waiting = tokens
    .slice(0, USED)
    .flatMap((token) => [token, token])
    .values();
  const lane = async (): Promise<void> => {
    for (const token of waiting) {
      begun += 1;
      const answer = await asked(farthing, token);
      if (answer === 'lost' || !('held' in answer)) continue;
      if (await isCaptured(farthing, answer.held)) captured.add(token);
    }
  };
  const all = Promise.all(Array.from({ length: LANES }, lane));
  while (captured.size < USED / 4) await sleep(5);
  const buying = purchases.slice(1).map((one) => bought(farthing, offer, one));
  await Promise.race(buying);
  await farthing.kill();
  await all;
  const lost = (await Promise.all(buying)).filter((one) => one === undefined).length;
  console.log(
    `killed after ${captured.size} of ${begun} uses were captured, and with ${lost} purchases not answered`,
  );
  return captured;
}

/** The same requests again: each has its tokens, and was paid once. */
async function boughtFaults(
  farthing: LocalFarthing,
  offer: Offer,
  purchases: readonly Purchase[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const purchase of purchases) {
    let responses: readonly string[] | undefined;
    for (let tries = 0; tries < TRIES_MAX && responses === undefined; tries += 1) {
      responses = await bought(farthing, offer, purchase);
      if (responses === undefined) await sleep(100);
    }
    const tokens = await tokensOf(purchase, responses);
    const { body } = await farthing.request('GET', `${PAYERS}/${purchase.payer}/wallet`);
    const { available } = body as { readonly available: string };
    faults.push(
      ...differing(
        `${purchase.payer} has tokens, and is left with`,
        [tokens.length, available],
        [...[TOKENS, '3.81']],
      ),
    );
  }
  return faults;
}

/** What was captured is used; what was not is held and captured now; then each is used, once. */
async function usedFaults(
  farthing: LocalFarthing,
  tokens: readonly string[],
  captured: ReadonlySet<string>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  // Claims of whoever died before a hold are taken over then, and holds have ended.
  await farthing.setClock(new Date(Date.now() + 4 * MINUTE_MS).toISOString());
  let before = 0;
  for (const token of tokens) {
    const became = await usedNow(farthing, token, captured.has(token));
    if (became === 'used before') before += 1;
    else if (became !== 'used now') faults.push(became);
  }
  const again = [];
  for (const token of tokens) again.push(await stood(farthing, token));
  await farthing.untilSettled();
  const { body } = await farthing.request('GET', '/v1/private-passes/front');
  const [standing] = (body as { epochs: readonly Readonly<Record<string, unknown>>[] }).epochs;
  const { sold, used, held, open, paid } = standing ?? {};
  const all = PURCHASES * TOKENS;
  console.log(
    `${before} were used before, ${tokens.length - before} after; ${String(used)} in all`,
  );
  return [
    ...faults,
    ...differing(
      'a second use',
      [...new Set(again.map((one) => JSON.stringify(one)))],
      [JSON.stringify({ code: 'private-token.used' })],
    ),
    ...differing('standing', [sold, used, held, open, paid], [all, USED, 0, all - USED, '4.76']),
    ...differing('counted', await countedUses(farthing), USED),
  ];
}

async function usedNow(
  farthing: LocalFarthing,
  token: string,
  wasCaptured: boolean,
): Promise<string> {
  const answer = await stood(farthing, token);
  if (answer === 'lost') return 'a use was not answered';
  if ('code' in answer)
    return answer.code === 'private-token.used'
      ? 'used before'
      : `a token is refused by ${answer.code}`;
  if (wasCaptured) return 'a token that was captured is held again';
  return (await isCaptured(farthing, answer.held)) ? 'used now' : 'what is held is not captured';
}

async function stood(farthing: LocalFarthing, token: string): Promise<Asked> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const answer = await asked(farthing, token);
    if (answer !== 'lost') return answer;
    await sleep(50);
  }
  return 'lost';
}

async function countedUses(farthing: LocalFarthing): Promise<number> {
  const day = (days: number): string =>
    new Date(Date.now() + days * 1440 * MINUTE_MS).toISOString().slice(0, 10);
  const range = { from: day(-1), to: day(2) };
  const rows = await farthing.usage({ meter: 'reads', window: 'day', ...range });
  return rows.reduce((sum, { value }) => sum + Number(value), 0);
}

/** The key is in the public log, by the program that has nothing of ours. */
async function loggedFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'farthing-keys-'));
  const file = (name: string): string => join(folder, name);
  try {
    await farthing.setClock(new Date(Date.now() + 30 * MINUTE_MS).toISOString());
    await farthing.untilSettled();
    const { text: directory } = await farthing.get(DIRECTORY);
    const year = new Date().getUTCFullYear();
    const key = await farthing.get(`/v1/logs/${TENANT}/${year}/key`, 'text/plain');
    await writeFile(file('directory.json'), directory);
    await writeFile(file('log.key'), key.text);
    const kept = ['--directory', file('directory.json'), '-o', file('keys.json')];
    await farthing.farthing('proofs', 'keys', TENANT, ...kept);
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...[programFile, '--directory', file('directory.json'), '--events', file('keys.json')],
      ...['--key', file('log.key')],
    ]);
    console.log(stdout.trim());
    return differing('verify', stdout.trim().split('\n').at(-1), 'All of it holds.');
  } finally {
    await rm(folder, { recursive: true });
  }
}
