import { isReopened, type PeriodCell } from '../../books/cell.ts';
import type { BooksCells } from '../../books/ports.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import { boundedKey } from '../../kernel/bounded-key.ts';
import type { Month } from '../../kernel/month.ts';
import { itemsPast, pageUpTo } from '../../kernel/pages.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import type { Period } from '../../kernel/timestamp.ts';
import type { BillingRuns, ParkedMonth } from './ports.ts';

const PAGE = 1_000;

/** Lists by payer are in the order of the bytes of bounded keys: first digests of long ones, then all others. */
const placeOf = (key: string): Buffer => Buffer.from(boundedKey(key));
export const payerOrder = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(placeOf(a), placeOf(b));

/** Keys of payers in the order of lists. */
export const inPayerOrder = (keys: readonly string[]): readonly string[] =>
  keys
    .map((key) => ({ key, place: placeOf(key) }))
    .sort((a, b) => Buffer.compare(a.place, b.place))
    .map(({ key }) => key);

/** A stretch of a list by payer, or two of them. */
interface KeyRange {
  /** The place past which it begins. */
  readonly first: string;
  readonly has: (key: string) => boolean;
  /** Where to read on past a key; undefined where nothing of it can come. */
  readonly next: (key: string) => string | undefined;
}

const SUBJECTS = payerKeyOf({ subject: '' });
/** Whether a payer's months come with those of subjects that pay for themselves, after those of customers. */
export const isSubject = (key: string): boolean => subjectOfKey(key) !== undefined;

/** No customer's key is long, and none has a colon or a semicolon. */
export const customerKeys: KeyRange = {
  first: ' ',
  has: (key) => !isSubject(key),
  next: (key) => (isSubject(key) ? SUBJECTS.replace(':', ';') : key),
};

/** Long ones come before all customers, the others between them. */
export const subjectKeys: KeyRange = {
  first: '',
  has: isSubject,
  next: (key) => {
    if (isSubject(key)) return key;
    return payerOrder(key, SUBJECTS) < 0 ? SUBJECTS : undefined;
  },
};

/** What of a stretch is past a payer that may be in it; all of it where that is ''. */
export const pastPayer = (keys: KeyRange, payer: string): KeyRange =>
  payer !== '' && keys.has(payer) ? { ...keys, first: payer } : keys;

/** What progress asks of a month's cell: a cell is ten times as large, and there is one for every payer. */
export interface BookedMonth {
  readonly customer: string;
  readonly attempt: number;
  readonly closedBy: PeriodCell['closedBy'];
  readonly agreed: Period | undefined;
  readonly isReopened: boolean;
  readonly isCharged: boolean;
  /** Whether something was charged before the month, which its closing earns. */
  readonly isDeferred: boolean;
}

/** What the books have of a month, by payer. Eventually consistent. */
export const bookedMonths = (
  cells: Pick<BooksCells, 'listPeriod'>,
  tenant: string,
  { month, keys }: { readonly month: Month; readonly keys: KeyRange },
): AsyncGenerator<BookedMonth> =>
  // A page may be short before the last.
  itemsPast(keys.first, async (after) => {
    const found = await cells.listPeriod(tenant, { period: month, after, limit: PAGE });
    const booked = found.flatMap(({ value }) => (value.kind === 'period' ? [bookedIn(value)] : []));
    return partOf(keys, booked, true);
  });

/** What is parked of a month, by payer. */
export const parkedMonths = (
  runs: Pick<BillingRuns, 'listParked'>,
  tenant: string,
  { month, keys }: { readonly month: Month; readonly keys: KeyRange },
): AsyncGenerator<ParkedMonth> =>
  itemsPast(keys.first, async (after) => {
    const { months, more } = await runs.listParked(tenant, { month, after, limit: PAGE });
    return partOf(keys, months, more);
  });

function partOf<Item extends { readonly customer: string }>(
  keys: KeyRange,
  items: readonly Item[],
  more: boolean,
) {
  const { next: last } = pageUpTo(items, ({ customer }) => customer, more);
  return {
    items: items.filter(({ customer }) => keys.has(customer)),
    next: last === undefined ? undefined : keys.next(last),
  };
}

function bookedIn(cell: PeriodCell): BookedMonth {
  const { customer, attempt, closedBy, agreed, billed, deferred = [] } = cell;
  const bounds = agreed === undefined ? undefined : { start: agreed.start, end: agreed.end };
  return {
    customer,
    attempt,
    closedBy,
    agreed: bounds,
    isReopened: isReopened(cell),
    isCharged: billed.length > 0,
    isDeferred: deferred.length > 0,
  };
}

/** A list by payer that is read no further than it is asked for: in the order of its keys. */
export class PayerList<Item extends { readonly customer: string }> {
  readonly #items: AsyncIterator<Item>;
  #next: IteratorResult<Item> | undefined;

  constructor(items: AsyncIterable<Item>) {
    this.#items = items[Symbol.asyncIterator]();
  }

  /** The first that was not taken yet. */
  async first(): Promise<Item | undefined> {
    this.#next ??= await this.#items.next();
    return this.#next.done === true ? undefined : this.#next.value;
  }

  /** What there is of a payer. */
  async take(customer: string): Promise<Item | undefined> {
    for (;;) {
      const item = await this.first();
      const order = item === undefined ? 1 : payerOrder(item.customer, customer);
      if (order > 0) return undefined;
      this.#next = undefined;
      if (order === 0) return item;
    }
  }
}
