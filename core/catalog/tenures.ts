import { millisecondsPer, type Period, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { Customer, Tenure } from './customer.ts';
import type { SubjectClaim } from './ports.ts';

/** No usage lies before it, or after `FOREVER`. */
const EVER = timestampOf(0);
const FOREVER = timestampOf(Date.UTC(9_999, 0, 1));
/** For so long an ended tenure is kept at least, however soon nothing comes any more of what was used in it. */
const KEPT_DAYS_MIN = 800;
const DAYS_PER_MONTH_MAX = 31;
/** Months of calendars far apart, the one in which a late event comes, and two that trailing windows reach into. */
const MONTHS_AROUND = 4;

/** How long an ended tenure is kept: while usage of its months can still come. */
const keptFor = (monthsReachedBack: number): number =>
  Math.max(KEPT_DAYS_MIN, (monthsReachedBack + MONTHS_AROUND) * DAYS_PER_MONTH_MAX) *
  millisecondsPer.day;

/** Whose usage a customer pays for, and from when until when, of all that is known. */
export function tenuresOf({
  subjects,
  tenures = [],
}: Pick<Customer, 'subjects' | 'tenures'>): DatedTenure[] {
  const dated = new Set(
    tenures.filter(({ until }) => until === undefined).map(({ subject }) => subject),
  );
  const plain = subjects.filter((subject) => !dated.has(subject)).map((subject) => ({ subject }));
  return [...plain, ...tenures].map((tenure: Tenure) => ({ ...tenure, period: periodOf(tenure) }));
}

/** The subjects that a customer pays for through all of a period. */
export const subjectsThrough = (
  customer: Pick<Customer, 'subjects' | 'tenures'>,
  { start, end }: Period,
): readonly string[] =>
  tenuresOf(customer)
    .filter(({ period }) => period.start <= start && end <= period.end)
    .map(({ subject }) => subject);

const periodOf = ({ from = EVER, until = FOREVER }: Pick<Tenure, 'from' | 'until'>): Period => ({
  start: from,
  end: until,
});

/** When a subject was somebody's: as its claim says, and as the ended tenures of the customers say that it names. */
export function takenBefore(
  { subject, customer, taken = [] }: SubjectClaim,
  customers: readonly Customer[],
): readonly Period[] {
  const named = customers.find(({ key }) => key === customer);
  const ended = (named?.tenures ?? []).filter(
    (tenure) => tenure.subject === subject && tenure.until !== undefined,
  );
  return merged([...taken, ...ended.map(periodOf)]);
}

/** The same instants in as few periods as can be, in order. */
function merged(periods: readonly Period[]): readonly Period[] {
  const kept: Period[] = [];
  for (const period of periods.toSorted((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (last === undefined || period.start > last.end) kept.push(period);
    else
      kept[kept.length - 1] = {
        start: last.start,
        end: period.end > last.end ? period.end : last.end,
      };
  }
  return kept;
}

/** The subjects that a change makes a customer's, and those it takes away: from when until when. */
export function tenureChanges(
  before: Pick<Customer, 'subjects' | 'tenures'>,
  after: Pick<Customer, 'subjects' | 'tenures'>,
): { readonly comes: readonly Tenure[]; readonly goes: readonly Tenure[] } {
  const [was, becomes] = [tenuresOf(before), tenuresOf(after)];
  // What has ended stays as it was, or is forgotten when nothing comes of it any more.
  const open = was.filter(({ until }) => until === undefined);
  return { comes: beyond(becomes, was), goes: beyond(open, becomes) };
}

interface DatedTenure extends Tenure {
  readonly period: Period;
}

/** As much of the tenures as is in none of the others. */
function beyond(tenures: readonly DatedTenure[], others: readonly DatedTenure[]): Tenure[] {
  const bySubject = Map.groupBy(others, ({ subject }) => subject);
  return tenures.flatMap(({ subject, period }) => {
    const taken = (bySubject.get(subject) ?? []).map((one) => one.period);
    return freeBetween(taken)
      .map(periodOf)
      .map(({ start, end }) => ({
        start: start > period.start ? start : period.start,
        end: end < period.end ? end : period.end,
      }))
      .filter(({ start, end }) => start < end)
      .map((part) => tenureOver(subject, part));
  });
}

const tenureOver = (subject: string, { start, end }: Period): Tenure => ({
  subject,
  ...(start === EVER ? {} : { from: start }),
  ...(end === FOREVER ? {} : { until: end }),
});

/** When a subject is nobody's. */
export function freeBetween(taken: readonly Period[]): Pick<Tenure, 'from' | 'until'>[] {
  const free: Pick<Tenure, 'from' | 'until'>[] = [];
  let from: Timestamp = EVER;
  for (const { start, end } of merged(taken)) {
    if (start > from) free.push({ ...(from === EVER ? {} : { from }), until: start });
    from = end;
  }
  if (from < FOREVER) free.push(from === EVER ? {} : { from });
  return free;
}

/** When a subject was last somebody's, as far as it is known to have been. */
const takenUntil = (taken: readonly Period[]): Timestamp | undefined =>
  taken
    .map(({ end }) => end)
    .reduce<Timestamp | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);

/**
 * The tenures after a change: what is given away ends at `start`, what is new begins where it was last somebody's, and
 * not before `notBefore`.
 */
export function tenuresAfter(
  before: Pick<Customer, 'subjects' | 'tenures'>,
  {
    subjects,
    start,
    notBefore,
    takenOf,
    now,
    monthsReachedBack,
  }: {
    readonly subjects: readonly string[];
    readonly start: Timestamp;
    readonly notBefore: Timestamp | undefined;
    readonly takenOf: (subject: string) => readonly Period[];
    readonly now: Timestamp;
    readonly monthsReachedBack: number;
  },
): readonly Tenure[] {
  const wanted = new Set(subjects);
  const listed = new Set(before.subjects);
  const held = tenuresOf(before).flatMap(({ period, ...tenure }): Tenure[] => {
    if (tenure.until !== undefined || wanted.has(tenure.subject)) return [tenure];
    return period.start < start ? [{ ...tenure, until: start }] : [];
  });
  const taken = subjects
    .filter((subject) => !listed.has(subject))
    .map((subject): Tenure => {
      const from = latest(takenUntil(takenOf(subject)), notBefore);
      return { subject, ...(from === undefined ? {} : { from }) };
    });
  return joined([...held, ...taken]).filter(
    ({ from, until }) =>
      (from !== undefined || until !== undefined) &&
      (until === undefined || until > now - keptFor(monthsReachedBack)),
  );
}

const latest = (a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

/** Where one begins as another of the same subject ends, they are one. */
function joined(tenures: readonly Tenure[]): readonly Tenure[] {
  const kept: Tenure[] = [];
  for (const tenure of tenures) {
    const { subject, from } = tenure;
    const place =
      from === undefined
        ? -1
        : kept.findIndex((one) => one.subject === subject && one.until === from);
    const before = kept[place];
    if (before === undefined) kept.push(tenure);
    else {
      const { until: _, ...begun } = before;
      const until = tenure.until === undefined ? {} : { until: tenure.until };
      kept[place] = { ...begun, ...until };
    }
  }
  return kept;
}
