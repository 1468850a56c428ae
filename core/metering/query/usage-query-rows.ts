import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import { sha256 } from '../../kernel/digest.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import type { Tally } from '../tally.ts';
import { type CountedTally, currentReading, tallyAsRead } from '../totals/totals.ts';
import type { Position } from './position.ts';
import { type RowSum, reachOf, rowSumOf } from './row-sums.ts';
import type { UsageQuestion } from './usage-query-question.ts';

/** Usage of one window and group. */
export interface UsageRow {
  readonly window: Period;
  /** Undefined where not grouped by it, or where nobody pays. */
  readonly customer: string | undefined;
  readonly subject: string | undefined;
  /** Name → value of those grouped by; null where events have no such field. */
  readonly dimensions: Readonly<Record<string, string | null>>;
  readonly value: Decimal;
}

/** What is known of a row while totals are read. */
interface Draft {
  readonly position: Position;
  readonly window: Period;
  readonly group: readonly (string | null)[];
  readonly sum: RowSum;
  /** What it takes in an answer. */
  readonly bytes: number;
  unreadable: number;
}

/** What one page may take in memory and on the wire: an answer of a function is limited to 6 MB. */
const PAGE_BYTES_MAX = 3_000_000;
const MEMBERS_MAX = 2_000_000;
const ORDER_LENGTH_MAX = 64;

/**
 * The first rows of an answer past a position, whatever order their tallies come in. When there are twice as many as a
 * page takes, the last are let go, and so is all that would come after what is left: exact, and bounded in memory.
 */
export class UsageRows {
  readonly #question: UsageQuestion;
  readonly #windows: readonly Period[];
  readonly #after: Position | undefined;
  readonly #limit: number;
  /** What each row takes whatever is in it. */
  readonly #rowBytes: number;
  readonly #drafts = new Map<string, Draft>();
  /** Rows past it have been let go. */
  #ceiling: Position | undefined;
  /** From when on each window's row has usage; undefined where it is from where the window begins. */
  readonly #reaches: readonly Timestamp[] | undefined;
  #open = { first: 0, end: 0 };
  #bytes = 0;
  #members = 0;

  constructor(
    question: UsageQuestion,
    windows: readonly Period[],
    page: { readonly after: Position | undefined; readonly limit: number },
  ) {
    this.#question = question;
    this.#windows = windows;
    this.#after = page.after;
    this.#limit = page.limit;
    if (question.meter.window !== undefined) {
      this.#reaches = windows.map((window) => reachOf(question, window));
    }
    this.#rowBytes = FIXED_BYTES + bytesOf(namesIn(question));
  }

  /** Whether no later window can add a row. */
  isFull(): boolean {
    return this.#ceiling !== undefined || this.#drafts.size >= this.#limit;
  }

  /**
   * From now on usage is for windows from `first` to before `end`; makes rows of those where an answer has one also
   * without usage.
   */
  open(first: number, end: number): void {
    const { grouping, meter } = this.#question;
    this.#open = { first, end };
    const isGrouped = grouping.customer || grouping.subject || grouping.dimensions.length > 0;
    if (isGrouped || hasNoZero.has(meter.aggregation)) return;
    for (const window of this.#windows.slice(first, end)) this.#draft(window, []);
  }

  /** Adds what a meter counted in a quarter hour, or a day within one window, that begins at `start`. */
  add(start: Timestamp, counted: CountedTally): void {
    const { subject, dimensions } = counted;
    const { tally, unreadable } = tallyAsRead(counted, currentReading);
    const { grouping, ownerOf, shownAs } = this.#question;
    const group = [
      ...(grouping.customer ? [ownerOf(subject, start) ?? null] : []),
      ...(grouping.subject ? [shownAs?.(subject) ?? subject] : []),
      ...grouping.dimensions.map((place) => dimensions[place] ?? null),
    ];
    for (const window of this.#windowsWith(start)) {
      this.#addIn(window, { group, start, tally, unreadable });
    }
  }

  /** The page; `isMoreToRead` where later windows have not been read. */
  page(isMoreToRead: boolean): {
    readonly rows: readonly UsageRow[];
    readonly unreadable: number;
    readonly next: Position | undefined;
  } {
    const drafts = this.#letGo();
    const isMore = isMoreToRead || this.#ceiling !== undefined;
    return {
      rows: drafts.flatMap((draft) => this.#rowOf(draft)),
      unreadable: drafts.reduce((sum, draft) => sum + draft.unreadable, 0),
      next: isMore ? drafts.at(-1)?.position : undefined,
    };
  }

  /** The windows whose rows have what was counted then; others than its own only where they are trailing ones. */
  *#windowsWith(start: Timestamp): Generator<Period> {
    const own = this.#indexAt(start);
    if (this.#reaches === undefined) {
      yield this.#windows[own] ?? this.#question.period;
      return;
    }
    const { first, end } = this.#open;
    for (let index = Math.max(own, first); index < end; index += 1) {
      const window = this.#windows[index];
      if (window === undefined || (this.#reaches[index] ?? 0) > start) return;
      yield window;
    }
  }

  #addIn(
    window: Period,
    {
      group,
      start,
      tally,
      unreadable,
    }: Pick<CountedTally, 'tally' | 'unreadable'> & {
      readonly group: readonly (string | null)[];
      readonly start: Timestamp;
    },
  ): void {
    // What is unreadable is told of once: in the window that it is in.
    const unread = window.start <= start ? unreadable : 0;
    if (tally === undefined && unread === 0) return;
    const draft = this.#draft(window, group);
    if (draft === undefined) return;
    draft.unreadable += unread;
    if (tally !== undefined) this.#addTo(draft, tally, start);
  }

  /** The last window that begins at or before an instant, or the first. */
  #indexAt(start: Timestamp): number {
    let [low, high] = [0, this.#windows.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#windows[middle]?.start ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The draft of a row, or undefined when the row is not on this page. */
  #draft(window: Period, group: readonly (string | null)[]): Draft | undefined {
    const key = JSON.stringify([window.start, ...group]);
    const known = this.#drafts.get(key);
    if (known !== undefined) return known;
    const position = { start: window.start, group: group.map(orderText) };
    if (this.#after !== undefined && inOrder(position, this.#after) <= 0) return undefined;
    if (this.#ceiling !== undefined && inOrder(position, this.#ceiling) > 0) return undefined;
    const bytes = bytesOf(key) + this.#rowBytes;
    const sum = rowSumOf(this.#question, window);
    const draft: Draft = { position, window, group, sum, bytes, unreadable: 0 };
    this.#drafts.set(key, draft);
    this.#bytes += bytes;
    if (this.#drafts.size > 2 * this.#limit || this.#bytes > 2 * PAGE_BYTES_MAX) this.#letGo();
    return draft;
  }

  /** Keeps what fits a page and returns it in order. */
  #letGo(): Draft[] {
    const inOrderOf = [...this.#drafts].sort(([, a], [, b]) => inOrder(a.position, b.position));
    let bytes = 0;
    let kept = 0;
    for (const [, draft] of inOrderOf) {
      if (kept === this.#limit || (kept > 0 && bytes + draft.bytes > PAGE_BYTES_MAX)) break;
      bytes += draft.bytes;
      kept += 1;
    }
    for (const [key, { sum }] of inOrderOf.slice(kept)) {
      this.#drafts.delete(key);
      this.#members -= sum.memberCount;
    }
    const drafts = inOrderOf.slice(0, kept).map(([, draft]) => draft);
    if (kept < inOrderOf.length) this.#ceiling = drafts.at(-1)?.position;
    this.#bytes = bytes;
    return drafts;
  }

  #addTo({ sum }: Draft, tally: Tally, start: Timestamp): void {
    const before = sum.memberCount;
    sum.add(tally, start);
    this.#members += sum.memberCount - before;
    if (this.#members > MEMBERS_MAX) throw tooManyMembers();
  }

  #rowOf({ sum: { quantity }, window, group }: Draft): UsageRow[] {
    const { grouping, meter } = this.#question;
    if (quantity === undefined && hasNoZero.has(meter.aggregation)) return [];
    const values = [...group];
    const customer = grouping.customer ? values.shift() : undefined;
    const subject = grouping.subject ? values.shift() : undefined;
    const names = dimensionsOf(this.#question);
    return [
      {
        window,
        customer: customer ?? undefined,
        subject: subject ?? undefined,
        dimensions: Object.fromEntries(names.map((name, index) => [name, values[index] ?? null])),
        value: quantity ?? decimalOf(0n),
      },
    ];
  }
}

/** Of nothing there is no least, greatest or latest. */
const hasNoZero: ReadonlySet<string> = new Set(['min', 'max', 'latest']);

const dimensionsOf = ({ grouping, meter }: UsageQuestion): string[] =>
  grouping.dimensions.map((place) => meter.dimensions[place] ?? '');

/** Names are written in each row. */
const namesIn = (question: UsageQuestion): string => JSON.stringify(dimensionsOf(question));

/** What is written beside: names of members, times, the value. */
const FIXED_BYTES = 120;

/** JSON as a string in JSON, which is how a function answers it. */
const bytesOf = (json: string): number => Buffer.byteLength(JSON.stringify(json));

/** Text to order rows by: itself where it is short, else its beginning and a digest of all of it. */
const orderText = (value: string | null): string | null =>
  value === null || value.length <= ORDER_LENGTH_MAX
    ? value
    : `${value.slice(0, ORDER_LENGTH_MAX)}\0${sha256(value).toString('base64url', 0, 16)}`;

/** Negative where `a` comes first. Nothing comes before any text. */
function inOrder(a: Position, b: Position): number {
  if (a.start !== b.start) return a.start - b.start;
  for (const [index, text] of a.group.entries()) {
    const other = b.group[index] ?? null;
    if (text === other) continue;
    if (text === null) return -1;
    if (other === null) return 1;
    return text < other ? -1 : 1;
  }
  return 0;
}

const tooManyMembers = (): Rejection =>
  new Rejection(
    'usage.too-many-rows',
    `ask for a shorter period, for one customer or subject, or for fewer rows with limit: these rows have more than ${MEMBERS_MAX} distinct values to count`,
  );
