import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Facilitator } from '../../core/gate/chain/ports.ts';
import type { SettlingPorts } from '../../core/gate/chain/settle.ts';
import { referenceOf } from '../../core/gate/chain/settlement.ts';
import type { SignedTransfer } from '../../core/gate/chain/transfer.ts';
import { aSettler, aTransfer, reader } from '../core/gate/some-chain.ts';
import type { ChainFault } from '../fakes/chain.ts';

/**
 * Payments on a chain where answers are lost, calls work after they were given up, processes die between any two calls,
 * and the same is sent again, at once or later. Whatever happens, what moved on the chain is booked once, and nothing
 * else is.
 */

const MINUTE = 60_000;
const NODE = 'https://node.example';
const PAYMENTS = 4;

/** What happens next: a payment is sent, or the sweep comes, or its payer takes it back, or time passes. */
interface Happening {
  readonly what: 'pay' | 'sweep' | 'cancel' | 'wait';
  readonly payment: number;
  /** Sent twice at the same time. */
  readonly twice: boolean;
  /** Of the calls that follow. */
  readonly faults: readonly (ChainFault | 'none')[];
  /** After so many calls of anything, the process dies. */
  readonly diesAfter: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom('pay', 'pay', 'pay', 'sweep', 'cancel', 'wait'),
  payment: fc.nat(PAYMENTS - 1),
  twice: fc.boolean(),
  faults: fc.array(fc.constantFrom('none', 'none', 'lost-before', 'lost-after', 'failed'), {
    maxLength: 6,
  }),
  diesAfter: fc.oneof({ weight: 2, arbitrary: fc.constant(99) }, fc.nat(12)),
});

/** What is planted: another way to do what the ports do. */
type Planted = (ports: SettlingPorts) => Partial<SettlingPorts>;

class Died extends Error {}

/** A process that dies after so many calls: what the call does is done, and nothing after it. */
function mortal(ports: SettlingPorts, diesAfter: number): SettlingPorts {
  let calls = 0;
  const counted = <Of extends object>(port: Of): Of =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: readonly unknown[]) => {
          const answer: unknown = await Reflect.apply(value, target, args);
          calls += 1;
          if (calls > diesAfter) throw new Died();
          return answer;
        };
      },
    });
  return {
    ...ports,
    facilitator: counted(ports.facilitator),
    chain: counted(ports.chain),
    settlements: counted(ports.settlements),
    book: counted({ book: ports.book }).book,
  };
}

/** Enough for two of the payments and a half. */
const BALANCE = 50_000n;

/** Payments, a chain, and books as they are: the same reference is the same payment. */
function aWorld(planted: Planted) {
  const world = aSettler();
  world.chain.balances.set(reader, BALANCE);
  const entries: bigint[] = [];
  const known = new Set<string>();
  const bookEach: SettlingPorts['book'] = async ({ transfer }) => {
    entries.push(transfer.units);
  };
  const book: SettlingPorts['book'] = async (settlement) => {
    const reference = referenceOf(settlement);
    if (known.has(reference)) return;
    known.add(reference);
    await bookEach(settlement);
  };
  const ports = { ...world.ports, book, ...planted({ ...world.ports, book: bookEach }) };
  const transfers = Array.from({ length: PAYMENTS }, () => aTransfer());
  const isDone = ({ from, nonce }: SignedTransfer): boolean =>
    world.chain.done.has(JSON.stringify([from, nonce]));
  return { ...world, ports, entries, transfers, isDone };
}

/** Plays what happens, then has the sweep end it; answers what is wrong. */
async function faultsOf(
  all: readonly Happening[],
  planted: Planted = () => ({}),
): Promise<readonly string[]> {
  const world = aWorld(planted);
  const wrong: string[] = [];
  for (const one of all) wrong.push(...(await happened(world, one)));
  const { chain, ports, settlements, entries } = world;
  chain.fault = () => undefined;
  for (let turn = 0; turn < 3; turn += 1) {
    world.wait(10 * MINUTE);
    await world.sweep(ports);
  }
  const moved = [...chain.done.values()].reduce((sum, { units }) => sum + units, 0n);
  const booked = entries.reduce((sum, units) => sum + units, 0n);
  if (moved !== booked) wrong.push(`${moved} units moved, and ${booked} are booked`);
  if (settlements.marks().length > 0) wrong.push('something is looked after for ever');
  return wrong;
}

/** What a payer was told that is not so. */
async function happened(
  { chain, ports, transfers, isDone, pay, sweep, wait }: ReturnType<typeof aWorld>,
  { what, payment, twice, faults, diesAfter }: Happening,
): Promise<readonly string[]> {
  const left = [...faults];
  chain.fault = () => {
    const fault = left.shift();
    return fault === 'none' ? undefined : fault;
  };
  const process = mortal(ports, diesAfter);
  const transfer = transfers[payment] ?? aTransfer();
  const paid = async (): Promise<readonly string[]> => {
    const came = await survived(() => pay(transfer, process, NODE));
    if (came?.kind === 'paid' && !isDone(transfer)) return ['served without money'];
    const isAsked = came?.kind === 'refused' && isDone(transfer);
    return isAsked ? ['asked to pay again for what was paid'] : [];
  };
  switch (what) {
    case 'wait':
      wait(MINUTE);
      return [];
    case 'cancel':
      if (!isDone(transfer)) chain.cancel(transfer);
      return [];
    case 'sweep':
      await survived(() => sweep(process));
      return [];
    case 'pay':
      return (await Promise.all(twice ? [paid(), paid()] : [paid()])).flat();
  }
}

/** Undefined where the process died. */
async function survived<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await act();
  } catch (error) {
    const died = error instanceof AggregateError ? error.errors : [error];
    if (died.every((one) => one instanceof Died)) return undefined;
    throw error;
  }
}

const happenings = fc.array(happening, { minLength: 1, maxLength: 10 });

describe('payments on a chain', () => {
  it('are booked once where they moved, and never where they did not, whatever is lost', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (all) => {
        expect(await faultsOf(all)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

/** A facilitator that is understood in another way. */
const facilitatorAs = (
  { facilitator }: SettlingPorts,
  settle: (said: Awaited<ReturnType<Facilitator['settle']>>) => typeof said,
): Facilitator => ({
  verify: (transfer, tenant) => facilitator.verify(transfer, tenant),
  settle: async (transfer, tenant) => settle(await facilitator.settle(transfer, tenant)),
});

describe('a planted bug is found where', () => {
  it.each<[string, Planted]>([
    [
      'what was not answered is taken for a refusal',
      (ports) => ({
        facilitator: facilitatorAs(ports, (said) =>
          said.kind === 'unknown' ? { kind: 'refused', reason: said.detail } : said,
        ),
      }),
    ],
    [
      'a signature is taken for money',
      ({ facilitator }) => ({
        facilitator: {
          verify: (transfer, tenant) => facilitator.verify(transfer, tenant),
          settle: async ({ nonce }) => ({ kind: 'settled', transaction: nonce }),
        },
      }),
    ],
    [
      'a nonce that was used is taken for a payment',
      ({ chain }) => ({
        chain: {
          find: async (rpc, transfer) => {
            const found = await chain.find(rpc, transfer);
            return found.kind === 'cancelled'
              ? { kind: 'done', transaction: transfer.nonce }
              : found;
          },
        },
      }),
    ],
    [
      'nobody looks after what was begun',
      ({ settlements }) => ({
        settlements: { ...settlements, watch: async () => undefined },
      }),
    ],
    ['what is booked is booked each time', ({ book }) => ({ book })],
    [
      'what was looked at once is looked at no more',
      ({ settlements }) => ({
        settlements: {
          ...settlements,
          watched: async (part, page) => {
            const marks = await settlements.watched(part, page);
            for (const mark of marks) await settlements.unwatch(mark);
            return marks;
          },
        },
      }),
    ],
  ])('%s', async (_, planted) => {
    const check = await fc.check(
      fc.asyncProperty(happenings, async (all) => {
        expect(await faultsOf(all, planted)).toEqual([]);
      }),
      // Of one seed, so that what is found is found each time.
      { numRuns: 1_000, endOnFailure: true, seed: 1 },
    );

    expect(check.failed).toBe(true);
  });
});
