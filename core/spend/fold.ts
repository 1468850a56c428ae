import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { nanosOf } from '../kernel/money.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import type { CaptureEntry, GrantEntry, SpendBlock, SpendEntry, TokenEntry } from './entry.ts';
import { foldCapture } from './fold-capture.ts';
import { bought, forgetPasses } from './fold-pass.ts';
import { foldRefill } from './fold-refill.ts';
import { entryId } from './log-id.ts';
import { unitsAfter } from './pass-units.ts';
import { type Hold, lateCaptureMs, type SpendState } from './state.ts';
import { moreUsed } from './used.ts';
import { withdrawn, withRefund } from './wallet.ts';

/** Days of which it is kept what was used on each: those of the longest window that ends, and some. */
const DAYS_KEPT = 62;
/** Months of which it is kept what was captured by each charge: for as long as one can be compared with its invoice. */
const CAPTURED_DAYS_KEPT = 400;

/** Folds a further block into `state`, which is changed. */
export function foldBlock(state: SpendState, log: string, block: SpendBlock): void {
  const seq = state.version + 1;
  const before = state.at;
  beginBlock(state, block);
  for (const [index, entry] of block.entries.entries()) {
    foldEntry(state, entry, { id: entryId({ log, seq, index }), at: block.at });
  }
  endBlock(state, { seq, before, entries: block.entries });
}

/** What of a block counts before its entries. */
export function beginBlock(
  state: SpendState,
  { payer, at, told }: Pick<SpendBlock, 'payer' | 'at' | 'told'>,
): void {
  invariant(state.payer === undefined || state.payer === payer, 'a spend log is of one payer');
  invariant(at >= state.at, 'blocks of a spend log are dated in their order');
  state.payer = payer;
  state.at = at;
  if (told.length > 0)
    state.untold = new Set([...state.untold].filter((one) => !told.includes(one)));
}

/** What counts after them. */
export function endBlock(
  state: SpendState,
  {
    seq,
    before,
    entries,
  }: {
    readonly seq: number;
    readonly before: Timestamp;
    readonly entries: readonly SpendEntry[];
  },
): void {
  const keys = entries.flatMap((entry) => ('key' in entry ? [entry.key] : []));
  state.version = seq;
  state.keys = state.keys.with(seq, state.at, keys);
  if (entries.some(hasEvent)) state.untold = new Set([...state.untold, seq]);
  const hour = (at: Timestamp): number => Math.floor(at / millisecondsPer.hour);
  if (hour(before) !== hour(state.at)) forget(state);
}

/** Whether something of an entry is to be counted as usage. */
export const hasEvent = ({ kind }: SpendEntry): boolean => kind === 'charge' || kind === 'capture';

/** Folds an entry that is at a place of the log. */
export function foldEntry(
  state: SpendState,
  entry: SpendEntry,
  { id, at }: { readonly id: string; readonly at: Timestamp },
): void {
  switch (entry.kind) {
    case 'charge':
      foldCapture(state, { gated: entry, at }, entry, entry.token);
      return;
    case 'hold': {
      const { quantity, endsAt, lease, token, passes } = entry;
      const { subject, meter, type, data, day, domain } = entry;
      const gated = { subject, meter, type, day, domain, ...(data === undefined ? {} : { data }) };
      state.holds.set(id, {
        ...{ id, at, gated, quantity, endsAt, isLease: lease === true, hasEnded: false },
        ...{ captured: decimalOf(0n), captures: 0 },
        ...definedOnly({ token, passes }),
      });
      return;
    }
    case 'capture': {
      const hold = heldUnder(state, entry.hold);
      report(state, hold, entry.quantity);
      foldCapture(state, hold, entry, hold.token);
      if (entry.kept === true) state.holds.set(hold.id, withoutPart(hold, entry));
      else state.holds.delete(hold.id);
      return;
    }
    case 'release':
      state.holds.delete(heldUnder(state, entry.hold).id);
      return;
    case 'end':
      end(state, heldUnder(state, entry.hold), entry.quantity);
      return;
    case 'budget':
      state.budgets.set(entry.budget.key, entry.budget);
      return;
    case 'budget-removal':
      state.budgets.delete(entry.budget);
      return;
    case 'grant':
      grant(state, entry, { id, at });
      return;
    case 'withdrawal':
      state.grants = withdrawn(state.grants, entry);
      if (entry.why !== 'refund') return;
      state.takenOut = new Map([...state.takenOut, [entry.key, { id, at, amount: entry.amount }]]);
      return;
    case 'pass':
      bought(state, entry, { id, at });
      return;
    case 'token':
      token(state, entry, { id, at });
      return;
    case 'threshold':
      state.threshold =
        entry.amount > 0n ? { amount: entry.amount, currency: entry.currency } : undefined;
      return;
    case 'refill':
    case 'low':
    case 'low-told':
    case 'refill-end':
      foldRefill(state, entry, { id, at });
      return;
    case 'token-removal':
      state.tokens = new Map([...state.tokens].filter(([other]) => other !== entry.of));
      return;
  }
}

function grant(
  state: SpendState,
  { grant: kind, amount, currency, priority, endsAt, document, refund }: GrantEntry,
  { id, at }: { readonly id: string; readonly at: Timestamp },
): void {
  state.currency ??= currency;
  invariant(state.currency === currency, 'a wallet has one currency');
  if (refund === undefined) {
    // Whether it is low with it is found anew.
    state.low = undefined;
    const optional = definedOnly({ endsAt, document });
    state.grants = [...state.grants, { id, at, kind, amount, left: amount, priority, ...optional }];
    return;
  }
  state.refunded = new Map([...state.refunded, [refund.charge, refund.day]]);
  state.grants = withRefund(state.grants, { id, at, kind, amount, left: amount, priority });
}

function token(
  state: SpendState,
  { hash, actions, limit, currency, endsAt }: TokenEntry,
  { id, at }: { readonly id: string; readonly at: Timestamp },
): void {
  const own = { id, at, hash, actions, endsAt, spent: nanosOf(0n) };
  state.tokens = new Map([...state.tokens, [id, { ...own, ...definedOnly({ limit, currency }) }]]);
}

function heldUnder(state: SpendState, id: string): Hold {
  const hold = state.holds.get(id);
  invariant(hold !== undefined, `${id} is held until something of the log ends it`);
  return hold;
}

function withoutPart(hold: Hold, { quantity, byPass }: CaptureEntry): Hold {
  const left = decimalOf(hold.quantity > quantity ? hold.quantity - quantity : 0n);
  const { passes } = hold;
  return {
    ...hold,
    quantity: left,
    captured: decimalOf(hold.captured + quantity),
    captures: hold.captures + 1,
    ...(passes === undefined ? {} : { passes: unitsAfter(passes, byPass?.parts ?? [], left) }),
  };
}

/** What is captured after the end of its lease has been reported after all. */
function report(state: SpendState, { gated, hasEnded, isLease }: Hold, quantity: Decimal): void {
  if (!hasEnded || !isLease) return;
  const { meter } = gated;
  const before = state.unreported.get(meter) ?? decimalOf(0n);
  const left = decimalOf(before > quantity ? before - quantity : 0n);
  state.unreported = new Map([...state.unreported, [meter, left]]);
}

function end(state: SpendState, hold: Hold, quantity: Decimal): void {
  state.holds.set(hold.id, { ...hold, hasEnded: true });
  if (!hold.isLease) return;
  const { meter } = hold.gated;
  const before = state.unreported.get(meter) ?? decimalOf(0n);
  state.unreported = new Map([...state.unreported, [meter, decimalOf(before + quantity)]]);
}

/** Forgets what nothing is decided by any more; what was used is still counted. */
function forget(state: SpendState): void {
  for (const hold of [...state.holds.values()]) {
    // One whose end is not in the log yet is still to be told of.
    if (hold.hasEnded && hold.endsAt + lateCaptureMs < state.at) state.holds.delete(hold.id);
  }
  state.tokens = new Map([...state.tokens].filter(([, { endsAt }]) => endsAt > state.at));
  forgetPasses(state);
  const oldestOut = state.at - CAPTURED_DAYS_KEPT * millisecondsPer.day;
  state.takenOut = new Map([...state.takenOut].filter(([, { at }]) => at >= oldestOut));
  const newest = [...state.days.keys()].sort().at(-1);
  if (newest === undefined) return;
  const first = laterDate(newest, -DAYS_KEPT);
  for (const day of [...state.days.keys()].filter((one) => one < first)) forgetDay(state, day);
  const oldest = laterDate(newest, -CAPTURED_DAYS_KEPT);
  state.refunded = new Map([...state.refunded].filter(([, day]) => day >= oldest));
  const oldestMonth = oldest.slice(0, 'YYYY-MM'.length);
  for (const domain of [...state.captured.keys()]) {
    if (monthIn(domain) < oldestMonth) state.captured.delete(domain);
  }
  const isKept = ([domain]: readonly [string, unknown]) => monthIn(domain) >= oldestMonth;
  state.drawn = new Map([...state.drawn].filter(isKept));
  state.passed = new Map([...state.passed].filter(isKept));
}

/** A domain's key is JSON that begins with its month. */
const monthIn = (domain: string): string => domain.slice(2, 2 + 'YYYY-MM'.length);

function forgetDay(state: SpendState, day: string): void {
  const before = new Map(state.before);
  for (const [meter, { quantity, gross }] of state.days.get(day) ?? []) {
    before.set(meter, moreUsed(before.get(meter), { quantity, gross }));
  }
  state.days.delete(day);
  state.before = before;
}
