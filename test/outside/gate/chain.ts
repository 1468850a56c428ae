import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { printedBy } from '../tool.ts';
import { aMagazine, differing, installClients, type Seen } from './clients.ts';
import { type Site, startSite } from './site.ts';

/**
 * Articles paid on a chain on this machine: anvil, a token of OpenZeppelin's, a facilitator of x402's own library, and
 * `@x402/fetch`, as it was published. What moved on the chain, what statements say and what the books say is the same.
 */

interface Chain {
  readonly facilitator: string;
  readonly rpc: string;
  readonly asset: string;
  readonly payTo: string;
  readonly readers: readonly string[];
  readonly network: string;
  readonly name: string;
  readonly version: string;
  readonly decimals: number;
}

interface SeenOnChain extends Seen {
  readonly payer: string;
  readonly units: string;
  readonly response: { readonly success: boolean; readonly transaction: string } | null;
  readonly again: { readonly status: number; readonly text: string };
}

interface Told {
  readonly counts: { readonly verify: number; readonly settle: number };
  readonly balances: Readonly<Record<string, string>>;
}

/** 0.0119 USD is asked for as two cents: 20,000 units. */
const UNITS = 20_000;
const MOST = '100000';

export async function chainFaults(): Promise<readonly string[]> {
  await installClients();
  const { child, chain } = await aChain();
  const farthing = await LocalFarthing.started();
  try {
    const { readers: _keys, ...rail } = chain;
    await aMagazine(farthing, 'USD', { chain: { ...rail, currency: 'USD', timeoutSeconds: 60 } });
    const site = await startSite(farthing.stack);
    try {
      return [...(await paidFaults(farthing, site, chain)), ...site.faults];
    } finally {
      await site.stop();
    }
  } finally {
    await farthing.stop();
    await farthing.remove();
    child.stdin?.end();
  }
}

async function aChain(): Promise<{ readonly child: ChildProcess; readonly chain: Chain }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'programs/chain.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as readonly Buffer[];
  return { child, chain: JSON.parse(String(line)) as Chain };
}

async function paidFaults(
  farthing: LocalFarthing,
  site: Site,
  chain: Chain,
): Promise<readonly string[]> {
  const pay = async (reader: number, how: string, ...paths: readonly string[]) =>
    JSON.parse(
      await printedBy(
        ...(['gate/programs/on-chain.mjs', chain.readers[reader] ?? '', chain.asset] as const),
        ...[MOST, how, ...paths.map((path) => `${site.url}${path}`)],
      ),
    ) as readonly SeenOnChain[];
  const told = async () => (await (await fetch(`${chain.facilitator}/told`)).json()) as Told;
  const lose = (count: number) =>
    fetch(`${chain.facilitator}/lose`, { method: 'POST', body: String(count) });

  const [one] = await pay(0, 'alone', '/a/1');
  const after = await told();
  console.log(`one: ${one?.status ?? one?.threw}, ${one?.response?.transaction}`);
  const faults = [
    ...differing('one payment', [one?.status, one?.text], [200, 'article /a/1']),
    ...differing('its response', one?.response?.success, true),
    ...differing('the same again', [one?.again.status, one?.again.text], [200, 'article /a/1']),
    ...differing('settled once', [after.counts.settle, balanceOf(after, chain)], [1, UNITS]),
  ];

  // What was too much pays for a part of the next one; that is asked for in full, and is left over.
  const [broken] = await pay(1, 'alone', '/broken');
  const [next] = await pay(1, 'alone', '/a/2');
  const still = await told();
  faults.push(
    ...differing('an article that is not served', broken?.status, 500),
    ...differing('the next is paid by the same money', next?.status, 200),
    ...differing('and nothing more is taken', balanceOf(still, chain), 2 * UNITS),
  );

  // Four readers at once: a facilitator whose account counts badly loses one of them.
  const four = await Promise.all([2, 3, 4, 5].map((reader) => pay(reader, 'alone', '/a/3')));
  const statuses = four.map(([seen]) => seen?.status ?? seen?.threw);
  const settled = (balanceOf(await told(), chain) - balanceOf(still, chain)) / UNITS;
  console.log(`four readers at once: ${statuses.join(', ')}, of which ${settled} were settled`);
  faults.push(
    ...differing('four readers at once', statuses, [200, 200, 200, 200]),
    ...differing('all four are settled', settled, 4),
  );
  // Four of one reader: what the first of them left may pay for the last.
  const own = await pay(6, 'together', '/a/3', '/a/4', '/a/5', '/a/6');
  const served = own.map(({ status, threw }) => status ?? threw);
  console.log(`four of one reader at once: ${served.join(', ')}`);
  faults.push(...differing('four of one reader at once', served, [200, 200, 200, 200]));

  await lose(1);
  const [lost] = await pay(7, 'alone', '/a/7');
  console.log(`whose settling was not answered: ${lost?.status ?? lost?.threw}`);
  faults.push(...differing('a lost answer', [lost?.status, lost?.text], [200, 'article /a/7']));

  await farthing.untilSettled();
  return [...faults, ...(await booksFaults(farthing, chain, await told()))];
}

const balanceOf = ({ balances }: Told, { payTo }: Chain): number =>
  Number(balances[payTo.toLowerCase()]);

/** What came on the chain, what is in the books over the rail, and what each wallet was given and has spent. */
async function booksFaults(
  farthing: LocalFarthing,
  chain: Chain,
  told: Told,
): Promise<readonly string[]> {
  const faults: string[] = [];
  let booked = 0;
  for (const [address, balance] of Object.entries(told.balances)) {
    if (address === chain.payTo.toLowerCase()) continue;
    const paid = 5_000_000 - Number(balance);
    const path = `/v1/payers/subject:${address}`;
    if (paid === 0) continue;
    const { body } = await farthing.request('GET', `${path}/wallet`);
    const { grants, available } = body as {
      readonly grants: readonly { readonly amount: string; readonly payment: string }[];
      readonly available: string;
    };
    const units = grants.reduce((sum, { amount }) => sum + unitsOf(amount), 0);
    booked += units;
    const { body: spend } = await farthing.request('GET', `${path}/spend`);
    const { captured } = spend as { readonly captured: string };
    faults.push(
      ...differing(`of ${address}, what moved and what was granted`, units, paid),
      ...differing(`of ${address}, what is left`, unitsOf(available), units - unitsOf(captured)),
    );
  }
  const { body } = await farthing.request('GET', '/v1/accounts');
  const { accounts } = body as {
    readonly accounts: readonly { readonly account: string; readonly balance: string }[];
  };
  const cash = accounts.find(({ account }) => account === 'cash:x402');
  return [
    ...faults,
    ...differing('cash:x402 and the chain', unitsOf(cash?.balance ?? '0'), balanceOf(told, chain)),
    ...differing('grants and the chain', booked, balanceOf(told, chain)),
  ];
}

/** Of a token with six places. */
const unitsOf = (amount: string): number => Math.round(Number(amount) * 1_000_000);
