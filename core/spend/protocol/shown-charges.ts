import type { Plans } from '../../catalog/ports.ts';
import type { Currency } from '../../kernel/currency.ts';
import type { Decimal } from '../../kernel/decimal.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { LocalCalendar } from '../../kernel/local-calendar.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { Gated, HeldOffer, HoldEntry, Priced, SpendEntry } from '../entry.ts';
import { entryId, entryPlaceFrom, spendLogId } from '../log-id.ts';
import type { NumberedBlock } from '../spend.ts';
import { isHeld, type SpendState } from '../state.ts';
import { refuseByToken } from '../tokens.ts';
import { chargedCurrency } from './charged-currency.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';
import { tipTaker } from './tip-taker.ts';
import { tippedBy } from './tips.ts';

/** What a payer was charged for one thing, or may be. */
export interface ChargeStanding extends Priced {
  readonly id: string;
  readonly at: Timestamp;
  readonly gated: Gated;
  readonly quantity: Decimal;
  readonly offer: HeldOffer | undefined;
  /** Of what was captured: the entry that says so. */
  readonly capture: string | undefined;
  readonly status: 'captured' | 'held' | 'released' | 'ended';
  /** That of its plan, whichever the payer has now. */
  readonly currency: Currency;
  /** What it cost is given back. */
  readonly isRefunded: boolean;
  /** A tip on it would be for payees. */
  readonly takesTips: boolean;
  /** Of a tip: what it is on, by its id. */
  readonly tipOn: string | undefined;
}

/** As the log says it by itself. */
type LoggedCharge = Omit<ListedCharge, 'isRefunded'>;

/** As the log says it, in no currency. */
type ListedCharge = Omit<ChargeStanding, 'currency' | 'takesTips' | 'tipOn'>;

/** Where a page goes on: before an entry of a block. */
export interface ChargesPlace {
  readonly seq: number;
  readonly index: number;
}

export interface ChargesAsked {
  readonly payer: PayerKey;
  readonly token: string | undefined;
  /** By the payer's days; all there are where undefined. */
  readonly month: Month | undefined;
  readonly limit: number;
  readonly before: ChargesPlace | undefined;
}

export interface ChargesPage {
  /** The newest first. */
  readonly charges: readonly ChargeStanding[];
  /** Undefined with the last page. */
  readonly next: ChargesPlace | undefined;
}

const BLOCKS_AT_ONCE = 25;
/** Of which a page looks at so many, whatever it finds. */
const BLOCKS_MAX = 200;
const READS_AT_ONCE = 8;
/** A hold lasts a day at most, and is captured within a day after. */
const LATE_MS = 49 * millisecondsPer.hour;

/**
 * A page of what a payer was charged, from its log: what was captured and released, as it was, and what is still held.
 * What ended by itself is there for a day.
 * @throws Rejection `token.refused`, `token.not-allowed`, and as what reads terms does
 */
export const shownCharges = (
  protocol: SpendGate,
  tenant: string,
  { payer, token, month, limit, before }: ChargesAsked,
): Promise<ChargesPage> =>
  byFacts(protocol, { tenant, payer }, async ({ terms }) => {
    const { spend, clock } = protocol;
    const state = await spend.read(tenant, payer);
    const now = clock.now() > state.at ? clock.now() : state.at;
    refuseByToken({ state, now }, token, 'read');
    const log = new ChargeLog(protocol, { tenant, payer, state, now });
    const { calendar } = terms;
    const { charges, next } = await pageOf(log, { calendar, month, limit, before });
    const takesTips = await tipTaker(protocol, tenant, { terms, now });
    const shown = await inCurrencies(protocol, tenant, charges);
    return {
      charges: shown.map((charge) => ({
        ...{ ...charge, tipOn: tippedBy(charge.gated) },
        takesTips: charge.status === 'captured' && !charge.isRefunded && takesTips(charge),
      })),
      next,
    };
  });

/** Each in the currency of its plan: a plan is read once. */
async function inCurrencies(
  { plans }: Pick<SpendGate, 'plans'>,
  tenant: string,
  charges: readonly ListedCharge[],
): Promise<readonly (ListedCharge & Pick<ChargeStanding, 'currency'>)[]> {
  const read = new Map<string, ReturnType<Plans['get']>>();
  const once: Pick<Plans, 'get'> = {
    get(of, plan) {
      const found = read.get(plan) ?? plans.get(of, plan);
      read.set(plan, found);
      return found;
    },
  };
  return inParallel(READS_AT_ONCE, charges, async (charge) => {
    const currency = await chargedCurrency({ plans: once }, tenant, charge.gated);
    return { ...charge, currency };
  });
}

async function pageOf(
  log: ChargeLog,
  {
    calendar,
    month,
    limit,
    before,
  }: Pick<ChargesAsked, 'month' | 'limit' | 'before'> & { readonly calendar: LocalCalendar },
): Promise<{ readonly charges: readonly ListedCharge[]; readonly next: ChargesPlace | undefined }> {
  const start = month === undefined ? undefined : calendar.dayStart(calendar.firstDay(month));
  const end =
    month === undefined ? undefined : calendar.dayStart(calendar.firstDay(laterMonth(month)));
  let place = before ?? { seq: await log.firstAfter(end), index: 0 };
  const charges: ListedCharge[] = [];
  for (let looked = 0; looked < BLOCKS_MAX; looked += BLOCKS_AT_ONCE) {
    const { found, isLast, next } = await log.back(place, start);
    const own = found.filter(({ charge }) => isIn({ calendar, month }, charge.gated));
    const fitting = own.slice(0, limit - charges.length);
    charges.push(...fitting.map(({ charge }) => charge));
    if (charges.length === limit) return { charges, next: fitting.at(-1)?.place };
    if (isLast) return { charges, next: undefined };
    place = next;
  }
  return { charges, next: place };
}

const isIn = (
  { calendar, month }: { readonly calendar: LocalCalendar; readonly month: Month | undefined },
  { day }: Gated,
): boolean => month === undefined || calendar.monthOf(day) === month;

/** Whose log it is, and what is known of it. */
interface LogOf {
  readonly tenant: string;
  readonly payer: PayerKey;
  readonly state: SpendState;
  readonly now: Timestamp;
}

/** A payer's log, read from its end. */
class ChargeLog {
  readonly #spend: SpendGate['spend'];
  readonly #of: LogOf;
  readonly #log: string;

  constructor({ spend }: Pick<SpendGate, 'spend'>, of: LogOf) {
    this.#spend = spend;
    this.#of = of;
    this.#log = spendLogId(of.tenant, of.payer);
  }

  /** The first block in which nothing more of what was used before `end` can be; the one after the last without it. */
  async firstAfter(end: Timestamp | undefined): Promise<number> {
    const { tenant, payer, state } = this.#of;
    let [low, high] = [1, state.version + 1];
    if (end === undefined) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      const block = await this.#spend.block(tenant, payer, middle);
      invariant(block !== undefined, `block ${middle} of a spend log is there`);
      if (block.at < end + LATE_MS) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What some blocks before a place say, the newest first; `isLast` where nothing used since `start` is before. */
  async back(before: ChargesPlace, start: Timestamp | undefined) {
    const { tenant, payer, state } = this.#of;
    const page = { before: before.seq + (before.index > 0 ? 1 : 0), limit: BLOCKS_AT_ONCE };
    const blocks = await this.#spend.back(tenant, payer, page);
    const known = new Map(blocks.map((block) => [block.seq, block]));
    const places = blocks.flatMap(({ seq, entries }) =>
      entries
        .map((entry, index) => ({ entry, place: { seq, index } }))
        .filter(({ place }) => seq < before.seq || place.index < before.index)
        .toReversed(),
    );
    const shown = await inParallel(READS_AT_ONCE, places, ({ entry, place }) =>
      this.#shown(entry, place, known),
    );
    const found = places.flatMap(({ place }, index) => {
      const charge = shown[index];
      if (charge === undefined) return [];
      const isRefunded = state.refunded.has(charge.id);
      return [{ charge: { ...charge, isRefunded }, place }];
    });
    const last = blocks.at(-1);
    const isOlder = start !== undefined && last !== undefined && last.at < start;
    const isLast = last === undefined || last.seq === 1 || isOlder;
    return { found, isLast, next: { seq: last?.seq ?? 1, index: 0 } };
  }

  async #shown(
    entry: SpendEntry,
    place: ChargesPlace,
    known: ReadonlyMap<number, NumberedBlock>,
  ): Promise<LoggedCharge | undefined> {
    const id = entryId({ log: this.#log, ...place });
    switch (entry.kind) {
      case 'charge': {
        const at = known.get(place.seq)?.at;
        invariant(at !== undefined, 'a block that was read is known');
        const { quantity, net, tax } = entry;
        const charged = { id, at, gated: entry, quantity, net, tax, capture: id };
        return { ...charged, offer: undefined, status: 'captured' };
      }
      case 'capture':
      case 'release': {
        const { hold, at } = await this.#hold(entry.hold, known);
        const common = { at, gated: hold, offer: hold.offer };
        if (entry.kind === 'release') return { ...common, ...quoted(entry.hold, hold, 'released') };
        const { quantity, net, tax } = entry;
        const own = hold.lease === true ? id : entry.hold;
        return { ...common, id: own, quantity, net, tax, capture: id, status: 'captured' };
      }
      case 'hold': {
        const open = this.#of.state.holds.get(id);
        if (open === undefined) return undefined;
        const status = isHeld(open, this.#of.now) ? 'held' : 'ended';
        const common = { at: open.at, gated: entry, offer: entry.offer };
        return { ...common, ...quoted(id, { ...entry, quantity: open.quantity }, status) };
      }
      case 'end':
      case 'budget':
      case 'budget-removal':
      case 'grant':
      case 'withdrawal':
      case 'pass':
      case 'token':
      case 'token-removal':
      case 'threshold':
      case 'refill':
      case 'low':
      case 'low-told':
      case 'refill-end':
        return undefined;
    }
  }

  async #hold(
    id: string,
    known: ReadonlyMap<number, NumberedBlock>,
  ): Promise<{ readonly hold: HoldEntry; readonly at: Timestamp }> {
    const place = entryPlaceFrom(id);
    invariant(place !== undefined, 'what ends is a hold');
    const { tenant, payer } = this.#of;
    const block = known.get(place.seq) ?? (await this.#spend.block(tenant, payer, place.seq));
    const hold = block?.entries[place.index];
    invariant(block !== undefined && hold?.kind === 'hold', `${id} is a hold of the log`);
    return { hold, at: block.at };
  }
}

const quoted = <Status extends ChargeStanding['status']>(
  id: string,
  { quantity, net, tax }: Pick<HoldEntry, 'quantity' | 'net' | 'tax'>,
  status: Status,
) => ({ id, quantity, net, tax, capture: undefined, status });
