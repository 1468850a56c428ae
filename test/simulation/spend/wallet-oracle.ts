import type { WalletUse } from '../../../core/billing/ports.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import type {
  GrantEntry,
  PassEntry,
  PassUse,
  SpendBlock,
  SpendEntry,
  WithdrawalEntry,
} from '../../../core/spend/entry.ts';
import { entryId, spendLogId } from '../../../core/spend/log-id.ts';
import type { Violation } from '../journal.ts';
import { type SimulatedPayer, tenant } from './stage.ts';

/** The payment of what is bought here. */
export const BOUGHT = 'pay_bought';

interface Purse {
  readonly id: string;
  readonly at: number;
  readonly entry: GrantEntry;
  left: bigint;
  /** What was taken out: it cannot come back. */
  outside: bigint;
  /** It pays for units of this pass alone. */
  readonly pass?: string;
}

interface MonthPaid {
  net: bigint;
  gross: bigint;
  given: bigint;
  bought: bigint;
  /** What passes covered, as it is priced, and what they took of their own price for it. */
  listed: bigint;
  paid: bigint;
}

/** By priority, then the earliest end, then the oldest. */
const inOrder = (purses: readonly Purse[]): Purse[] => {
  const ends = ({ entry }: Purse): number => entry.endsAt ?? Number.POSITIVE_INFINITY;
  const places = (one: Purse): readonly number[] => [one.entry.priority, ends(one), one.at];
  const compared = (a: Purse, b: Purse): number => {
    const others = places(b);
    const at = places(a).findIndex((place, index) => place !== others[index]);
    if (at < 0) return a.id < b.id ? -1 : 1;
    return (places(a)[at] ?? 0) < (others[at] ?? 0) ? -1 : 1;
  };
  return purses.toSorted(compared);
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const nothingPaid: MonthPaid = {
  ...{ net: 0n, gross: 0n, given: 0n, bought: 0n, listed: 0n, paid: 0n },
};

/** A payer's wallet, reckoned once more in the plainest way: what each capture takes of which purse. */
class PlainWallet {
  readonly purses: Purse[] = [];
  readonly months = new Map<string, MonthPaid>();
  /** What was taken out of purses that end. */
  readonly over = new Map<string, bigint>();
  #owed = 0n;

  /** What is captured of a hold of a day and time. */
  take(
    { day, at }: { readonly day: string; readonly at: number },
    { net, tax, byPass }: { readonly net: bigint; readonly tax: bigint; readonly byPass?: PassUse },
  ): void {
    const month = this.#month(day.slice(0, 'YYYY-MM'.length));
    month.net += net + (byPass?.net ?? 0n);
    month.gross += net + tax + (byPass === undefined ? 0n : byPass.net + byPass.tax);
    month.listed += byPass?.net ?? 0n;
    if (this.purses.length === 0) return;
    for (const { pass, ...part } of byPass?.parts ?? []) {
      month.paid += part.net;
      this.#payFrom(
        month,
        part.net + part.tax,
        this.purses.filter((one) => one.pass === pass),
      );
    }
    if (net + tax > 0n) this.#pay(month, at, net + tax);
    else this.#giveBack(month, -net - tax);
  }

  takeOut({ of, amount }: WithdrawalEntry): void {
    for (const purse of this.purses.filter(({ id }) => id === of)) {
      purse.left -= amount;
      purse.outside += amount;
      if (purse.entry.endsAt !== undefined) this.over.set(of, amount);
    }
  }

  /** A pass is bought with what there is, in its order. */
  buy({ pass: { price, endsAt } }: PassEntry, id: string, at: number): void {
    let rest: bigint = price;
    let parts = 0;
    for (const purse of inOrder(this.#freeAt(at))) {
      const part = least(purse.left, rest);
      if (part === 0n) continue;
      rest -= part;
      purse.left -= part;
      purse.outside += part;
      parts += 1;
      const entry = { ...purse.entry, amount: nanosOf(part), endsAt };
      this.purses.push({ id: `${id}~${parts}`, at, entry, left: part, outside: 0n, pass: id });
    }
  }

  #freeAt(at: number): readonly Purse[] {
    return this.purses.filter(
      ({ pass, entry }) => pass === undefined && (entry.endsAt ?? Number.POSITIVE_INFINITY) > at,
    );
  }

  #pay(month: MonthPaid, at: number, amount: bigint): void {
    this.#owed += this.#payFrom(month, amount, inOrder(this.#freeAt(at)));
  }

  /** Answers what is left to pay. */
  #payFrom(month: MonthPaid, amount: bigint, purses: readonly Purse[]): bigint {
    let rest = amount;
    for (const purse of purses) {
      const part = least(purse.left, rest);
      move(month, purse, part);
      rest -= part;
    }
    return rest;
  }

  #giveBack(month: MonthPaid, amount: bigint): void {
    const ofOwed = least(this.#owed, amount);
    let rest = amount - ofOwed;
    const free = this.purses.filter(({ pass }) => pass === undefined);
    for (const purse of inOrder(free).reverse()) {
      const part = least(purse.entry.amount - purse.outside - purse.left, rest);
      move(month, purse, -part);
      rest -= part;
    }
    this.#owed -= ofOwed + rest;
  }

  #month(label: string): MonthPaid {
    const month = this.months.get(label) ?? { ...nothingPaid };
    this.months.set(label, month);
    return month;
  }
}

function move(month: MonthPaid, purse: Purse, amount: bigint): void {
  purse.left -= amount;
  if (purse.entry.grant === 'bought') month.bought += amount;
  else month.given += amount;
}

type Use = Parameters<PlainWallet['take']>[0];

function plainWallet(payer: SimulatedPayer, blocks: readonly SpendBlock[]): PlainWallet {
  const wallet = new PlainWallet();
  const holds = new Map<string, Use>();
  const add = (entry: SpendEntry, id: string, at: number): void => {
    switch (entry.kind) {
      case 'charge':
        wallet.take({ day: entry.day, at }, entry);
        return;
      case 'hold':
        holds.set(id, { day: entry.day, at });
        return;
      case 'capture':
        wallet.take(holds.get(entry.hold) ?? { day: '', at }, entry);
        return;
      case 'grant':
        wallet.purses.push({ id, at, entry, left: entry.amount, outside: 0n });
        return;
      case 'withdrawal':
        wallet.takeOut(entry);
        return;
      case 'pass':
        wallet.buy(entry, id, at);
        return;
      case 'release':
      case 'end':
      case 'budget':
      case 'budget-removal':
      case 'token':
      case 'token-removal':
      case 'threshold':
      case 'refill':
      case 'low':
      case 'low-told':
      case 'refill-end':
    }
  };
  for (const [place, { at, entries }] of blocks.entries()) {
    for (const [index, entry] of entries.entries()) {
      add(entry, entryId({ log: spendLogId(tenant, payer.key), seq: place + 1, index }), at);
    }
  }
  return wallet;
}

/** What closings are told of a wallet is what its log comes to. */
export function walletViolation(
  payer: SimulatedPayer,
  blocks: readonly SpendBlock[],
  {
    use,
    hasGiven,
    ...looked
  }: {
    readonly use: WalletUse;
    readonly hasGiven: boolean;
    readonly earned: ReadonlyMap<string, bigint>;
    readonly now: number;
  },
): Violation | undefined {
  const wallet = plainWallet(payer, blocks);
  const about = payer.key;
  if (!hasGiven && wallet.purses.some(({ entry }) => entry.grant !== 'bought')) {
    return { rule: 'who gave money is known', detail: payer.key, about };
  }
  for (const [month, paid] of wallet.months) {
    const detail = monthFault(use, month, paid);
    if (detail === undefined) continue;
    return { rule: 'what a wallet paid of a month is what its log says', detail, about };
  }
  const unearned = unearnedIn(wallet, looked);
  if (unearned !== undefined) {
    return { rule: 'what was bought and has ended is earned once', detail: unearned, about };
  }
  const left = wallet.purses
    .filter(({ entry }) => entry.document === BOUGHT)
    .reduce((sum, purse) => sum + (hasEnded(purse, looked.now) ? 0n : purse.left), 0n);
  if (wallet.purses.length === 0 || use.left.get(BOUGHT) === left) return undefined;
  const detail = `${left} of ${payer.key}, and told ${use.left.get(BOUGHT)}`;
  return { rule: 'what is left of what was bought is what its log says', detail, about };
}

const hasEnded = ({ entry: { endsAt } }: Purse, at: number): boolean =>
  endsAt !== undefined && endsAt <= at;

const TWO_DAYS_MS = 2 * 86_400_000;

/** Of purses that ended two days ago, what was taken out is what was booked, and nothing is left. */
function unearnedIn(
  { purses, over }: PlainWallet,
  { earned, now }: { readonly earned: ReadonlyMap<string, bigint>; readonly now: number },
): string | undefined {
  const ended = purses.filter(
    (purse) => purse.entry.grant === 'bought' && hasEnded(purse, now - TWO_DAYS_MS),
  );
  for (const { id, left } of ended) {
    const [booked, out] = [earned.get(id) ?? 0n, over.get(id) ?? 0n];
    if (left === 0n && booked === out) continue;
    return `${id}: ${left} left, ${out} taken out, ${booked} booked`;
  }
  return undefined;
}

function monthFault(
  use: WalletUse,
  month: string,
  { net, gross, given, bought, listed, paid }: MonthPaid,
): string | undefined {
  const own = { given: gross === 0n ? 0n : (given * net) / gross, bought };
  const uses = [...use.given].flatMap(([label, some]) => (label === month ? some : []));
  const [ofBought = 0n] = [...use.bought].flatMap(([label, one]) => (label === month ? one : []));
  const passes = [...use.passes].flatMap(([label, some]) => (label === month ? some : []));
  const list = passes.reduce<bigint>((sum, one) => sum + one.list, 0n);
  const ofPasses = passes.reduce<bigint>((sum, one) => sum + one.paid, 0n);
  if (list !== listed || ofPasses !== paid) {
    return `${month}: passes covered ${listed} for ${paid}, and told ${list} for ${ofPasses}`;
  }
  const theirs = { given: uses.reduce((sum, one) => sum + one.net, 0n), bought: ofBought };
  if (own.given === theirs.given && own.bought === theirs.bought) return undefined;
  return `${month}: given ${own.given} and told ${theirs.given}, bought ${own.bought} and told ${theirs.bought}`;
}
