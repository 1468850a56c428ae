import type { PayeeBalance } from '../books/payee-cell.ts';
import type { LeftOutReason } from '../contract/payouts/shapes.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { payoutId } from '../payees/record-payouts.ts';
import { heldBy } from './held-back.ts';
import { methodAt, type PayeePayout } from './payee-payout.ts';
import type { PayoutRail, PayoutSettings } from './payout-settings.ts';
import type { RunPorts } from './ports.ts';
import { ITEMS_MAX, type PayoutItem } from './run.ts';
import { wholePayable } from './whole-payable.ts';

/** A payee to whom something is payable, and who is not paid by the run. */
interface LeftOut {
  readonly payee: string;
  readonly currency: Currency;
  readonly amount: Nanos;
  readonly why: LeftOutReason;
}

/** What a run pays and what not. */
export interface ChosenItems {
  readonly items: readonly PayoutItem[];
  /** The first 200. */
  readonly leftOut: readonly LeftOut[];
  readonly leftOutBy: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** The last payee that was looked at, where there may be others. */
  readonly next: string | undefined;
}

/** What is looked at for a run. */
export interface ChoosingAsked {
  readonly run: string;
  readonly rail: PayoutRail;
  readonly payees: readonly string[] | undefined;
  readonly after: string | undefined;
  readonly settings: PayoutSettings;
  readonly today: string;
  readonly now: Timestamp;
}

const PAGE = 100;
/** A request has to end: past so many, the next run goes on. */
const PAYEES_MAX = 20_000;
const LEFT_OUT_MAX = 200;

/** Goes through payees by key, and judges each. A run is full with the last payee that fits in whole. */
export async function chooseItems(
  ports: Pick<RunPorts, 'payees' | 'payouts' | 'books'>,
  tenant: string,
  asked: ChoosingAsked,
): Promise<ChosenItems> {
  const chosen = new Chosen();
  let looked = 0;
  for await (const { keys, more } of pagesOfKeys(ports, tenant, asked)) {
    const [balances, methods] = await Promise.all([
      ports.books.balances(tenant, keys),
      ports.payouts.getAll(tenant, keys),
    ]);
    for (const [index, payee] of keys.entries()) {
      const judged = (balances.get(payee) ?? []).map((balance) =>
        judge({ asked, payee, balance, payout: methods[index] }),
      );
      if (!chosen.add(payee, judged)) return chosen.until(chosen.last);
    }
    looked += keys.length;
    if (more && looked >= PAYEES_MAX) return chosen.until(keys.at(-1));
  }
  return chosen.until(undefined);
}

async function* pagesOfKeys(
  { payees }: Pick<RunPorts, 'payees'>,
  tenant: string,
  { payees: named, after }: ChoosingAsked,
): AsyncGenerator<{ readonly keys: readonly string[]; readonly more: boolean }> {
  if (named !== undefined) {
    const keys = [...new Set(named)].toSorted((a, b) => (a < b ? -1 : 1));
    for (let at = 0; at < keys.length; at += PAGE) {
      yield { keys: keys.slice(at, at + PAGE), more: false };
    }
    return;
  }
  let from = after ?? '';
  for (;;) {
    const { records, more } = await payees.list(tenant, { after: from, limit: PAGE });
    const keys = records.map(({ key }) => key);
    if (keys.length > 0) yield { keys, more };
    const last = keys.at(-1);
    if (!more || last === undefined) return;
    from = last;
  }
}

/** Nothing where the run is not about it at all. */
type Judged =
  | { readonly kind: 'item'; readonly item: PayoutItem }
  | { readonly kind: 'left-out'; readonly leftOut: LeftOut }
  | undefined;

function judge({
  asked,
  payee,
  balance,
  payout,
}: {
  readonly asked: ChoosingAsked;
  readonly payee: string;
  readonly balance: PayeeBalance;
  readonly payout: PayeePayout | undefined;
}): Judged {
  const { settings, rail, today, now, run } = asked;
  const { currency } = balance;
  const amount = wholePayable(balance, { today, reserveDays: settings.reserveDays });
  if (amount === 0n) return undefined;
  const leftOut = (why: LeftOutReason): Judged => ({
    kind: 'left-out',
    leftOut: { payee, currency, amount, why },
  });
  if (payout === undefined) return leftOut('no-method');
  const { payout: method, version } = methodAt(payout, now);
  if (method.method !== rail) return undefined;
  if (heldBy(payout, version) !== undefined) return leftOut('came-back');
  if (!paysIn(currency, rail, settings)) return leftOut('other-currency');
  const zero = nanosOf(0n);
  const own = payout.thresholds.get(currency) ?? zero;
  const least = settings.thresholds.get(currency) ?? zero;
  if (amount < (own > least ? own : least)) return leftOut('below-threshold');
  const fee = settings.fees[rail].get(currency) ?? zero;
  if (amount <= fee) return leftOut('below-fee');
  const id = payoutId({ run, payee, currency });
  return { kind: 'item', item: { payee, currency, amount, fee, method, version, payout: id } };
}

function paysIn(
  currency: Currency,
  rail: PayoutRail,
  { currencies, contract }: PayoutSettings,
): boolean {
  switch (rail) {
    case 'sepa':
      return currencies.includes(currency);
    case 'evm':
      return contract?.currency === currency;
    case 'manual':
      return true;
  }
}

class Chosen {
  readonly #items: PayoutItem[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #by = new Map<LeftOutReason, number>();
  last: string | undefined;

  /** False where it does not fit any more. */
  add(payee: string, judged: readonly Judged[]): boolean {
    const items = judged.flatMap((one) => (one?.kind === 'item' ? [one.item] : []));
    if (this.#items.length + items.length > ITEMS_MAX) return false;
    this.#items.push(...items);
    for (const one of judged) {
      if (one?.kind !== 'left-out') continue;
      const { leftOut } = one;
      this.#by.set(leftOut.why, (this.#by.get(leftOut.why) ?? 0) + 1);
      if (this.#leftOut.length < LEFT_OUT_MAX) this.#leftOut.push(leftOut);
    }
    this.last = payee;
    return true;
  }

  until(next: string | undefined): ChosenItems {
    return {
      items: this.#items,
      leftOut: this.#leftOut,
      leftOutBy: Object.fromEntries(this.#by),
      next,
    };
  }
}
