import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { printedBy } from '../tool.ts';
import { consentFor, gateService } from './gate-service.ts';
import { engines } from './library.ts';

const program = join(import.meta.dirname, '../client/gated-sites.ts');
const willing = { cookie: 'farthing-token=ftp_willing' };
const person = {
  ...{ cookie: 'farthing-token=ftp_asked', accept: 'text/html', 'sec-fetch-site': 'same-origin' },
  'content-type': 'application/x-www-form-urlencoded',
};
const form = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(fields).toString();

type Outcome = readonly [status: number, cache: string | null, hasReceipt: boolean];

/** What each site does, whatever framework it is of: the status, what caches are told, and whether a receipt came. */
const expected: Readonly<Record<string, Outcome>> = {
  stranger: [402, 'no-store', false],
  json: [200, 'private', true],
  stream: [200, 'private', true],
  file: [200, 'private', true],
  fails: [500, null, false],
  moved: [302, null, false],
  free: [200, null, false],
  consent: [200, 'private', true],
  form: [200, null, false],
  otherForm: [200, null, false],
  head: [402, 'no-store', false],
  options: [204, 'no-store', false],
};

const states = ['json captured', 'stream captured', 'file captured', 'fails released']
  .concat(['moved released', 'json captured'])
  .map((state) => `/a/${state}`);

async function outcomesOf(site: string): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  const ask = async (
    name: string,
    path: string,
    init: RequestInit,
    body: RegExp,
  ): Promise<void> => {
    const answer = await fetch(`${site}${path}`, { redirect: 'manual', ...init });
    const text = await answer.text();
    if (!body.test(text)) throw new Error(`${site} ${name}: ${text.slice(0, 200)}`);
    const { headers, status } = answer;
    outcomes[name] = [status, headers.get('cache-control'), headers.has('payment-response')];
  };
  const whole = /(?:an article, ){1000}/;
  await ask('stranger', '/a/json', {}, /payment[.]required/);
  await ask('json', '/a/json', { headers: willing }, whole);
  await ask('stream', '/a/stream', { headers: willing }, whole);
  await ask('file', '/a/file', { headers: willing }, /article/);
  await ask('fails', '/a/fails', { headers: willing }, /error/i);
  await ask('moved', '/a/moved', { headers: willing }, /^/);
  await ask('free', '/free', { headers: willing }, whole);
  const page = await (await fetch(`${site}/a/json`, { headers: person })).text();
  if (!page.includes('<form method="post">')) throw new Error(`${site}: no form in ${page}`);
  const consent = consentFor(`${site}/a/json`);
  const post = { method: 'POST', headers: person };
  await ask('consent', '/a/json', { ...post, body: form({ consent }) }, whole);
  await ask(
    'form',
    '/a/json',
    { ...post, body: form({ comment: 'fine' }) },
    /^\{"comment":"fine"\}$/,
  );
  // Of a page without a price, also what looks like ours.
  await ask('otherForm', '/free', { ...post, body: form({ consent }) }, /^\{"consent":"fo_/);
  await ask('head', '/%61/json', { method: 'HEAD', headers: willing }, /^$/);
  await ask('options', '/a/json', { method: 'OPTIONS', headers: willing }, /^$/);
  return outcomes;
}

const faultsIn = (outcomes: Readonly<Record<string, Outcome>>): readonly string[] =>
  Object.entries(expected).flatMap(([what, outcome]) => {
    const got = outcomes[what];
    // What a framework says of caches by itself, where nothing is paid, is its own.
    const shown = outcome[1] === null ? [got?.[0], null, got?.[2]] : got;
    if (isDeepStrictEqual(shown, outcome)) return [];
    return [`${what}: ${JSON.stringify(got)}, and not ${JSON.stringify(outcome)}`];
  });

/** What went wrong with sites of the frameworks themselves behind the gate. */
export async function gatedFaults(): Promise<readonly string[]> {
  const faults: string[] = [];
  const service = await gateService();
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, FARTHING_URL: service.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
      child.once('close', (code) => reject(new Error(`the sites ended with ${code}`)));
    });
    let before = 0;
    const sites = JSON.parse(line) as Record<string, string>;
    for (const [name, site] of Object.entries(sites)) {
      const outcomes = await outcomesOf(site);
      // What is given back, is in the background.
      await new Promise((later) => setTimeout(later, 100));
      const became = service.states().slice(before);
      before = service.states().length;
      console.log(`${name} behind a gate: ${JSON.stringify(outcomes)}`);
      faults.push(...faultsIn(outcomes).map((fault) => `${name}, ${fault}`));
      if (!isDeepStrictEqual(became, states)) faults.push(`${name}: ${JSON.stringify(became)}`);
    }
    const inBrowser = await printedBy('browser/pay-for-page.ts', sites['express'] ?? '');
    faults.push(...(JSON.parse(inBrowser) as readonly string[]));
    console.log(`a page that is paid by the view, in a browser: ${inBrowser.trim()}`);
  } finally {
    child.kill('SIGKILL');
    service.close();
  }
  return faults;
}

/** As each engine prints it: a page for who reads, what was paid for, what failed, and what was asked. */
const onEngine =
  '[[402,"fr",true],[200,"private","a.b.c","an article"],500,["gate","gate","capture","gate","release"]]';

/** What went wrong with a gate on any engine that is here. */
export async function gatedOnEngines(): Promise<readonly string[]> {
  const faults: string[] = [];
  const file = join(import.meta.dirname, '../client/gate-here.mjs');
  for (const [name, [command = '', ...args]] of Object.entries(engines)) {
    if (!existsSync(command)) continue;
    const { stdout } = await promisify(execFile)(command, [...args, file], { timeout: 60_000 });
    console.log(`a gate on ${name}: ${stdout.trim()}`);
    if (stdout.trim() !== onEngine)
      faults.push(`a gate on ${name}: ${stdout}, and not ${onEngine}`);
  }
  return faults;
}
