import type { ListedRepeat } from '../../../../core/billing/repeats/ports.ts';
import type { Arrived, BillingLedger } from '../ledger.ts';
import type { ReadDocument } from './books-reader.ts';
import { monthAfter } from './calendar.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** As docs/billing.md has it; zones are at most 15 hours from UTC. */
const COMPARED_BEFORE_MS = (35 * 24 + 15) * HOUR_MS;
/** A function's clock may be ahead. */
const CLOCKS_OFF_MS_MAX = 2_000;
const LISTS_BEFORE = 2;

/** What was listed, by the month whose run found it. */
export class ListedRepeats {
  readonly #months = new Map<string, Set<string>>();

  /** Takes a repeat as listed, and says what is wrong with it. */
  add(
    ledger: BillingLedger,
    tenant: string,
    { month, listed }: { readonly month: string; readonly listed: ListedRepeat },
  ): string | undefined {
    const { source, id, first, again } = listed.repeat;
    this.#listOf(tenant, month).add(textOf(id, again.occurredAt));
    const times = arrivedAs(ledger, tenant, id).map(({ time }) => time);
    const isThere = [first, again].every(({ occurredAt }) => times.includes(occurredAt));
    const isRepeat = minuteOf(first.occurredAt) < minuteOf(again.occurredAt);
    return source === 'app' && isThere && isRepeat
      ? undefined
      : `${id} of ${source} at ${first.occurredAt} and ${again.occurredAt} came at ${times.join(' ')}`;
  }

  /** A repeat that a document of a month was issued past, although everybody could have seen it. */
  passedBy(
    ledger: BillingLedger,
    tenant: string,
    { period }: Pick<ReadDocument, 'period'>,
  ): string | undefined {
    if (period === undefined) return undefined;
    const { label, start, end } = period;
    const from = Date.parse(`${label}-01T00:00:00Z`) - COMPARED_BEFORE_MS;
    const seen = ledger.arrived.filter(
      (one) =>
        one.tenant === tenant &&
        from <= one.time &&
        one.time < end &&
        one.at < end - CLOCKS_OFF_MS_MAX &&
        isTotalled(ledger, one, end - CLOCKS_OFF_MS_MAX),
    );
    const labels = Array.from({ length: LISTS_BEFORE + 1 }, (_, back) => monthAfter(label, -back));
    const isOverruled = labels.some((one) => ledger.mayOverrule(tenant, one, 'identity-repeated'));
    for (const { id, time } of repeatsAmong(seen)) {
      const text = textOf(id, time);
      const isListed = labels.some((one) => this.#listOf(tenant, one).has(text));
      if (!isListed) return `${id} came again at ${time}, and is on no list`;
      if (time >= start && !isOverruled) return `${id} came again at ${time}: nobody overruled it`;
    }
    return undefined;
  }

  #listOf(tenant: string, month: string): Set<string> {
    const key = JSON.stringify([tenant, month]);
    const list = this.#months.get(key) ?? new Set<string>();
    this.#months.set(key, list);
    return list;
  }
}

/** Whether the totals of its hour had all that was in the log by then: what lags is not billed, and found later. */
const isTotalled = ({ impediments }: BillingLedger, { tenant, time }: Arrived, by: number) =>
  !impediments.some(
    ({ tenant: of, check, occurredAt, to = Number.POSITIVE_INFINITY }) =>
      of === tenant &&
      check === 'unreconciled' &&
      occurredAt === Math.floor(time / HOUR_MS) * HOUR_MS &&
      to >= by,
  );

/** Every one but the earliest of its id. */
const repeatsAmong = (arrived: readonly Arrived[]): readonly Arrived[] =>
  [...Map.groupBy(arrived, ({ id }) => id).values()].flatMap((same) =>
    same.toSorted((a, b) => a.time - b.time).slice(1),
  );

const arrivedAs = ({ arrived }: BillingLedger, tenant: string, id: string): readonly Arrived[] =>
  arrived.filter((one) => one.tenant === tenant && one.id === id);

const minuteOf = (time: number): number => Math.floor(time / MINUTE_MS);

const textOf = (id: string, time: number): string => JSON.stringify([id, time]);
