import { tenantBillingFrom } from '../../catalog/tenant-billing.ts';
import type { Currency } from '../../kernel/currency.ts';
import { type ExactAmount, sumOfExact } from '../../kernel/exact-amount.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Month } from '../../kernel/month.ts';
import {
  type ForeseenEvents,
  type ForeseenQuestion,
  foreseenEvents,
} from '../../metering/corrections/foreseen/foreseen-events.ts';
import {
  type ForeseenReads,
  type ForeseenSides,
  type ForeseenUsage,
  foreseenSides,
  foreseenUsage,
  touchedUsage,
} from '../../metering/corrections/foreseen/foreseen-usage.ts';
import { longestWindow } from '../../metering/rolling/rolling-window.ts';
import type { RollupReads } from '../../metering/rollups/ports.ts';
import { prepareMonths } from '../rating/prepare-closings.ts';
import type { PreparedClosing } from '../rating/prepared-closing.ts';
import type { PayerMonth } from '../unbilled/payer-months.ts';
import { monthsAfter, type PlacedMonth, type PlacingPorts, placedEvents } from './placed-events.ts';

/** What a correction is foreseen from; nothing is written to any of it. */
export interface ForeseePorts extends PlacingPorts {
  readonly rollups: RollupReads;
}

/** What a correction would do to a payer's month. */
export interface ForeseenMonth {
  readonly customer: string;
  readonly month: Month;
  /** What would tell the payer: its own invoice, an adjustment on a later one, or nothing. */
  readonly bills: 'invoice' | 'adjustment' | 'too-late';
  readonly closedBy: { readonly id: string; readonly number?: string | undefined } | undefined;
  /** Events of it that would be corrected. */
  readonly events: number;
  /** What its charges come to on both sides, or why that is not known. */
  readonly comesTo:
    | { readonly currency: Currency; readonly before: ExactAmount; readonly after: ExactAmount }
    | { readonly unpriced: string };
}

/** What a correction would do; nothing is done. */
export interface ForeseenCorrection {
  readonly events: ForeseenEvents;
  /** The first of the usage that it touches, and how much of that there is. */
  readonly usage: readonly ForeseenUsage[];
  readonly usageTotal: number;
  /** The first of payers' months, and how many there are; undefined where the tenant has no billing settings. */
  readonly months: readonly ForeseenMonth[] | undefined;
  readonly monthsTotal: number;
  /** Events that would be corrected, and that no payer's month has. */
  readonly withoutPayer: number;
  /** Events of payers beyond those that are looked at. */
  readonly ofOthers: number;
}

const USAGE_MAX = 100;
const MONTHS_MAX = 50;
const PAYERS_AT_ONCE = 4;

/**
 * What a correction would do to usage, and to what payers are billed, by the functions that would do it: events are
 * selected as its first step does, hours are folded as totals are, and months rated as they are adjusted.
 * @throws Rejection as `askCorrection` does, but for its key and its queue; `usage.too-many-rows`
 */
export async function foreseeCorrection(
  ports: ForeseePorts,
  tenant: string,
  asked: ForeseenQuestion,
): Promise<ForeseenCorrection> {
  const { rating, rollups, clock } = ports;
  const { usageLog, shardEpochs, catalogs, totals } = rating;
  const selecting = { usageHours: usageLog, shardEpochs, catalogs, clock };
  const events = await foreseenEvents(selecting, tenant, asked);
  const sides = await foreseenSides({ usageLog, totals, rollups, catalogs }, events.minutes);
  const { meters } = await catalogs.latest(tenant, 'strong');
  const touched = touchedUsage(events, meters);
  const usage = await foreseenUsage(sides, tenant, touched.slice(0, USAGE_MAX));
  const found = { events, usage, usageTotal: touched.length };
  const settings = await rating.settings.get(tenant);
  if (settings === undefined) {
    const withoutPayer = events.corrected.length;
    return { ...found, months: undefined, monthsTotal: 0, withoutPayer, ofOthers: 0 };
  }
  const of = { tenant, billing: tenantBillingFrom(settings.body) };
  const corrected = events.corrected.map(({ event }) => event);
  const { months, withoutPayer, ofOthers } = await placedEvents(ports, of, corrected);
  const after = await monthsAfter(ports, of, months, {
    goesOn: touched.some(({ meter }) => meter.opensWith === 'previous'),
    windowDays: longestWindow(touched.map(({ meter }) => meter)),
  });
  const all = [...months, ...after].sort(inOrder);
  return {
    ...found,
    months: await ratedMonths(ports, tenant, { sides, months: all.slice(0, MONTHS_MAX) }),
    monthsTotal: all.length,
    ...{ withoutPayer, ofOthers },
  };
}

function inOrder({ month: a }: PlacedMonth, { month: b }: PlacedMonth): number {
  if (a.customer.key !== b.customer.key) return a.customer.key < b.customer.key ? -1 : 1;
  return a.period.month < b.period.month ? -1 : 1;
}

/** Rates each month twice: what is used of a payer's is read once for each side. */
async function ratedMonths(
  { rating }: ForeseePorts,
  tenant: string,
  { sides, months }: { readonly sides: ForeseenSides; readonly months: readonly PlacedMonth[] },
): Promise<readonly ForeseenMonth[]> {
  const byPayer = Map.groupBy(months, ({ month }) => month.customer.key);
  const rated = await inParallel(PAYERS_AT_ONCE, byPayer, async ([customer, own]) => {
    const asked = { customer, months: own.map(({ month }) => month.period.month) };
    const under = async ({ usageLog, totals, rollups }: ForeseenReads) => {
      const side = { ...rating, usageLog, totals, rollups, keepsLevels: false };
      const prepared = await prepareMonths(side, tenant, asked);
      return new Map(prepared.map((one) => [one.month.period.month, one.prepared]));
    };
    const [before, after] = [await under(sides.before), await under(sides.after)];
    return own.map(({ month, events }): ForeseenMonth => {
      const { month: key } = month.period;
      return {
        ...{
          customer,
          month: key,
          bills: billsOf(month),
          closedBy: month.inBooks?.closedBy,
          events,
        },
        comesTo: comesTo(before.get(key), after.get(key)),
      };
    });
  });
  return rated.flat();
}

function billsOf({ stage }: PayerMonth): ForeseenMonth['bills'] {
  switch (stage) {
    case 'open':
    case 'waiting':
      return 'invoice';
    case 'adjustable':
      return 'adjustment';
    case 'final':
    case 'missed':
      return 'too-late';
  }
}

function comesTo(
  before: PreparedClosing | undefined,
  after: PreparedClosing | undefined,
): ForeseenMonth['comesTo'] {
  invariant(before !== undefined && after !== undefined, 'each month that is asked for is made');
  if (before.status === 'unpriced') return { unpriced: before.detail };
  if (after.status === 'unpriced') return { unpriced: after.detail };
  return {
    currency: before.request.terms.currency,
    before: ratedAmount(before),
    after: ratedAmount(after),
  };
}

const ratedAmount = ({ request }: Extract<PreparedClosing, { status: 'ready' }>): ExactAmount =>
  sumOfExact(request.current.charges.map(({ exact }) => exact));
