import { Books } from '../../core/books/books.ts';
import type { RecipientBody } from '../../core/contract/shares/shapes.ts';
import { earningsMessageFrom } from '../../core/earnings/message.ts';
import type { ShareMonths } from '../../core/earnings/ports.ts';
import { type EarningsPorts, workOff } from '../../core/earnings/work-off.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { nanosOf } from '../../core/kernel/money.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { inMemoryShareMonths } from '../fakes/share-months.ts';
import { Turns } from '../fakes/turns.ts';
import { aPolicy } from '../fixtures/invoicing.ts';
import { aShare } from '../fixtures/shares.ts';
import { Dice } from '../simulation/dice.ts';
import {
  aPaidPress,
  documentsOf,
  ofReads,
  type PaidPress,
  readsOf,
  tenant,
} from './a-paid-press.ts';
import { faultsAfter } from './press-faults.ts';

/** A bug that is planted where months of payees are kept. */
export type Sabotage = (months: ShareMonths) => ShareMonths;

const readers = ['ann', 'bob', 'uma'] as const;
const authors = ['ada', 'ben', 'cleo'] as const;
const months = ['2026-01'] as const;
const MINUTE = 60_000;
const TURNS_MAX = 2_000;
const HELD_UP_FOR = 60;

class Crash extends Error {}

interface Odds {
  crash: number;
  heldUp: number;
}

/** Ports of which each call waits for its turn, and of which some do not come back, or never arrive. */
function chaotic<Ports extends object>(ports: Ports, turns: Turns, odds: Odds): Ports {
  const call = async (method: () => unknown): Promise<unknown> => {
    await turns.turn();
    const isHeldUp = turns.random() < odds.heldUp;
    for (let wait = isHeldUp ? HELD_UP_FOR : 0; wait > 0; wait -= 1) await turns.turn();
    if (turns.random() < odds.crash) throw new Crash('before');
    const answer = await method();
    if (turns.random() < odds.crash) throw new Crash('after');
    return answer;
  };
  return new Proxy(ports, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const bound = (...args: unknown[]) => Reflect.apply(value, target, args) as unknown;
      if (name !== 'worths') return (...args: unknown[]) => call(() => bound(...args));
      return async function* (...args: unknown[]) {
        for await (const page of bound(...args) as AsyncIterable<unknown>) {
          yield await call(() => page);
        }
      };
    },
  });
}

/** The queue of what payees earn, and who works it off: some at once, each of which may crash. */
class Workers {
  readonly odds: Odds = { crash: 0.004, heldUp: 0.01 };
  readonly #pending: string[] = [];
  readonly #dice: Dice;
  readonly #turns: Turns;
  readonly #ports: EarningsPorts;

  constructor(
    press: PaidPress,
    { seed, kept }: { readonly seed: number; readonly kept: ShareMonths },
  ) {
    this.#dice = new Dice(seed + 1);
    this.#turns = new Turns(seed);
    const wrapped = <Ports extends object>(ports: Ports) => chaotic(ports, this.#turns, this.odds);
    const [log, cells] = [wrapped(press.log), wrapped(press.cells)];
    const queue = {
      send: async (bodies: readonly string[]) => {
        this.#pending.push(...bodies);
        return 'sent' as const;
      },
    };
    this.#ports = {
      ...press.earnings,
      ...{ log, cells, payeesAtOnce: this.#dice.between(1, 4) },
      shares: wrapped(press.shares),
      ...{ months: wrapped(kept), queue: wrapped(queue) },
      books: new Books({ log, cells, clock: press.clock }),
    };
  }

  /** As the schedule does. */
  look(): void {
    this.#pending.push(JSON.stringify({ kind: 'look' }));
  }

  /** A few messages at once, in any order, and something that happens somewhere meanwhile; some come again. */
  async workWhile(happens: () => Promise<void>): Promise<void> {
    const meanwhile = async () => {
      for (let wait = this.#dice.below(200); wait > 0; wait -= 1) await this.#turns.turn();
      await happens();
      if (this.#dice.chance(0.7)) await this.#workOff(JSON.stringify({ kind: 'fold', tenant }), 0);
    };
    const taken = this.#taken(this.#dice.between(1, 4));
    await this.#turns.run([meanwhile(), ...taken.map((body) => this.#workOff(body, 0.1))]);
  }

  /** All that is left, and what comes of it; false where that never ends. */
  async workOffAll(): Promise<boolean> {
    for (let turn = 0; turn < TURNS_MAX; turn += 1) {
      if (this.#pending.length === 0) return true;
      await this.#turns.run(this.#taken(2).map((body) => this.#workOff(body, 0)));
    }
    return false;
  }

  #taken(count: number): readonly string[] {
    return Array.from({ length: count }, () =>
      this.#pending.splice(this.#dice.below(this.#pending.length), 1),
    ).flat();
  }

  async #workOff(body: string, copies: number): Promise<void> {
    try {
      await workOff(this.#ports, earningsMessageFrom(body));
      if (this.#turns.random() < copies) this.#pending.push(body);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.#pending.push(body);
    }
  }
}

/** A press whose readers are billed, corrected and paid while what its authors earn is found out, over and over. */
export async function pressLife(
  seed: number,
  sabotage: Sabotage = (kept) => kept,
): Promise<readonly string[]> {
  const dice = new Dice(seed);
  const press = await aPaidPress({
    readers,
    now: timestampOf(Date.UTC(2026, 2, 3)),
    shares: someShares(dice),
  });
  const kept = sabotage(inMemoryShareMonths());
  const workers = new Workers(press, { seed, kept });
  for (const reader of readers) {
    const author = dice.pick(authors);
    await press.use([...readsOf(reader, author, dice.between(1, 3)), ...readsOf(reader, 'ada', 1)]);
  }
  for (let step = dice.between(20, 36); step > 0; step -= 1) {
    press.time.now = timestampOf(press.time.now + MINUTE);
    await workers.workWhile(() => tell(press, dice));
  }
  Object.assign(workers.odds, { crash: 0, heldUp: 0 });
  for (let look = 0; look < 4; look += 1) {
    if (!(await workers.workOffAll())) return ['the queue never comes to an end'];
    press.time.now = timestampOf(press.time.now + 31 * MINUTE);
    workers.look();
  }
  return faultsAfter(press, kept, { readers, months });
}

function someShares(dice: Dice) {
  const others: RecipientBody[] = [
    { to: 'payee', payee: 'agency', feePercent: '7.3' },
    { to: 'share', share: 'house', shares: dice.between(1, 9) },
    { to: 'platform', shares: dice.between(1, 9) },
  ];
  const basis = dice.pick(['list', 'invoiced', 'paid'] as const);
  return [
    aShare('house', [
      { to: 'payee', payee: 'editor', shares: 2 },
      { to: 'platform', shares: 1 },
    ]),
    aShare(
      'authors',
      [{ to: 'value', shares: dice.between(1, 9) }, ...dice.some(others, 0.6)],
      '2020-01-01',
      { of: ofReads, basis },
    ),
  ];
}

/** Something happens to the press: what is refused has not happened. */
async function tell(press: PaidPress, dice: Dice): Promise<void> {
  try {
    await told(press, dice);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
  }
}

async function told(press: PaidPress, dice: Dice): Promise<unknown> {
  const { books, clock } = press;
  const what = dice.below(10);
  if (what < 1) {
    const [reader, month] = [dice.pick(readers), dice.pick(months)];
    const day = `${month}-${String(dice.between(10, 28))}`;
    const author = dice.chance(0.1) ? null : dice.pick(authors);
    const reads = readsOf(reader, author, dice.between(1, 3), day);
    // What comes late is found out with the next document alone: at no certain time.
    return (await isClosed(press, reader, month)) ? undefined : press.use(reads);
  }
  if (what < 5) return close(press, dice.pick(readers), dice.pick(months));
  const invoices = (await documentsOf(press)).filter(({ kind }) => kind === 'invoice');
  const invoice = invoices[dice.below(invoices.length)]?.id;
  if (invoice === undefined) return undefined;
  const amount = nanosOf(BigInt(dice.between(1, 900)) * 10_000_000n);
  const key = String(dice.below(1_000));
  switch (what) {
    case 5:
    case 6: {
      const afterwards = dice.chance(0.9) ? 'rebill' : 'forgive';
      return voidInvoice(books, tenant, { invoice, reason: 'wrong', afterwards });
    }
    case 7: {
      const request = { invoice, key, reason: 'an outage', lines: [{ line: '1', amount }] };
      return creditInvoice(books, tenant, { policy: aPolicy(), request });
    }
    default: {
      const payment = { invoice, rail: 'bank', reference: key, amount, receivedAt: clock.now() };
      return recordPayment(books, tenant, payment);
    }
  }
}

async function isClosed({ books }: PaidPress, customer: string, month: string): Promise<boolean> {
  const key = { kind: 'period', month: monthFrom(month), customer } as const;
  return (await books.read(tenant, { cells: [key] })).at(key)?.closedBy !== undefined;
}

async function close(press: PaidPress, reader: string, month: string): Promise<void> {
  const prepared = await press.prepareOne(reader, month);
  const [one] = prepared;
  if (one?.status === 'ready') await closePeriods(press, tenant, [one.request]);
}
