import type { Decimal } from '../../kernel/decimal.ts';
import { sha256 } from '../../kernel/digest.ts';
import { invariant } from '../../kernel/invariant.ts';
import { millisecondsPer, type Period, type Timestamp } from '../../kernel/timestamp.ts';
import type { Tally } from '../../metering/tally.ts';
import { TallySum } from '../../metering/tally-sum.ts';
import type { SlotTally } from '../../metering/totals/totals.ts';
import type { CountedHour, DimensionTest } from '../rating/usage-tallies.ts';
import type { TallySink } from '../rating/usage-window.ts';
import { onePage } from './page.ts';

/** What one subject used in one window, for one combination of dimension values. */
export interface ExplainedTally {
  readonly window: Period;
  readonly subject: string;
  readonly dimensions: readonly (string | null)[];
  readonly quantity: Decimal;
  readonly place: TallyPlace;
}

/** A tally's place among all of a line: by time, subject, dimension values. */
export type TallyPlace = readonly [start: Timestamp, subject: string, dimensions: string];

/** Which tallies of a stretch are shown. */
export interface TalliesQuestion {
  readonly meter: string;
  readonly isWanted: DimensionTest;
  /** In order, without gap: the whole stretch. */
  readonly windows: readonly Period[];
  readonly after: TallyPlace | undefined;
  readonly limit: number;
  /** What a tally of a subject comes to: of what adds up, so that all of them do. */
  readonly quantityOf: (tally: Tally, of: Pick<ExplainedTally, 'subject' | 'window'>) => Decimal;
}

interface Draft extends Omit<ExplainedTally, 'quantity'> {
  readonly sum: TallySum;
}

const ORDER_LENGTH_MAX = 64;

/**
 * Of a line's own usage the tallies of one page, and the hours in which there was any. Slots may come in any order:
 * whenever there are four times as many tallies as a page takes, the last are let go, and so is all that would come
 * after what is left. So the page is exact and its memory bounded.
 */
export class ExplainedTallies implements TallySink {
  readonly #question: TalliesQuestion;
  readonly #drafts = new Map<string, Draft>();
  readonly #hours = new Map<string, CountedHour>();
  #ceiling: TallyPlace | undefined;

  constructor(question: TalliesQuestion) {
    this.#question = question;
  }

  add(slot: SlotTally, hour: CountedHour): void {
    const { meter, isWanted } = this.#question;
    if (slot.meter !== meter || slot.tally === undefined || !isWanted(slot.dimensions)) return;
    this.#hours.set(`${hour.partition},${hour.hour}`, hour);
    this.#addTally(slot, slot.tally, hour.hour);
  }

  /** Where the line's own events stand in the usage log. */
  hours(): readonly CountedHour[] {
    return [...this.#hours.values()];
  }

  /** The tallies past `after`, and whether there are more than the page takes. */
  page(): {
    readonly tallies: readonly ExplainedTally[];
    readonly more: boolean;
  } {
    const { limit } = this.#question;
    const all = [...this.#drafts.values()].sort((a, b) => compared(a.place, b.place));
    const page = onePage(all, limit, ({ subject, dimensions }) => [subject, ...dimensions]);
    const tallies = page.flatMap(({ sum: { tally }, ...place }): ExplainedTally[] =>
      tally === undefined ? [] : [{ ...place, quantity: this.#question.quantityOf(tally, place) }],
    );
    return { tallies, more: all.length > page.length };
  }

  #addTally({ subject, dimensions, slot }: SlotTally, tally: Tally, hour: number): void {
    const { windows, after } = this.#question;
    const start = hour * millisecondsPer.hour + slot * millisecondsPer.quarterHour;
    const window = windows[windowAt(windows, start)];
    invariant(window !== undefined, 'what is read of a stretch is in one of its windows');
    const place = [window.start, subject, orderOf(dimensions)] as const;
    if (after !== undefined && compared(place, after) <= 0) return;
    if (this.#ceiling !== undefined && compared(place, this.#ceiling) > 0) return;
    const key = JSON.stringify(place);
    const draft = this.#drafts.get(key);
    if (draft !== undefined) {
      draft.sum.add(tally);
      return;
    }
    const sum = new TallySum();
    sum.add(tally);
    this.#drafts.set(key, { window, subject, dimensions, place, sum });
    if (this.#drafts.size >= 4 * (this.#question.limit + 1)) this.#letGo();
  }

  #letGo(): void {
    const all = [...this.#drafts].sort(([, a], [, b]) => compared(a.place, b.place));
    // One more than a page, so that it is known that there are more.
    const kept = this.#question.limit + 1;
    for (const [key] of all.slice(kept)) this.#drafts.delete(key);
    this.#ceiling = all[kept - 1]?.[1].place;
  }
}

/** The window that `instant` is in: the last that begins at or before it. */
function windowAt(windows: readonly Period[], instant: number): number {
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((windows[middle]?.start ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Short, however long the values are, and injective. */
function orderOf(dimensions: readonly (string | null)[]): string {
  const text = JSON.stringify(dimensions);
  if (text.length <= ORDER_LENGTH_MAX) return text;
  return `${text.slice(0, ORDER_LENGTH_MAX)}${sha256(text).toString('base64url')}`;
}

function compared(a: TallyPlace, b: TallyPlace): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return a[2] === b[2] ? 0 : a[2] < b[2] ? -1 : 1;
}
