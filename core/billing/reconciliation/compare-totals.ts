import { decimalText } from '../../kernel/decimal.ts';
import { sha256 } from '../../kernel/digest.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import { millisecondsPer, type Period, timestampOf } from '../../kernel/timestamp.ts';
import { quantityOf } from '../../metering/tally.ts';
import type { HourTotals, SlotTally } from '../../metering/totals/totals.ts';
import { textOfTotals } from '../../metering/totals/totals-bytes.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import { type Drift, recountHours } from '../run/reconcile.ts';
import type { DoubtfulHour, HourRange, TotalsStep } from './pass-step.ts';
import { type Finding, findingsMax } from './ports.ts';

/** At most: a message is worked off within seconds, and of busy hours it takes fewer. */
const HOURS_PER_STEP = 48;
/**
 * Totals may lag behind the log by a minute or so. So they count as different where so many looks in a row, a minute
 * apart, find the same of them. What changes meanwhile is being brought up to its log: it is left to the next pass.
 */
const LOOKS_ALIKE = 3;
const LOOKS_MAX = 6;

type Ports = Pick<BillingRunPorts, 'rating' | 'usageHours' | 'onNotice'>;

/** What comes after a step: another one, at once or a minute later; undefined after the last. */
interface NextTotalsStep {
  readonly step: TotalsStep;
  readonly isLater: boolean;
}

/** The result so far, and what is left. */
interface TotalsStepDone {
  readonly next: NextTotalsStep | undefined;
  readonly result: Pick<TotalsStep, 'compared' | 'differing' | 'findings'>;
}

/**
 * Recounts the next hours of a pass from their logs and compares them with their totals, to the byte. An hour that
 * differs is looked at again a minute later.
 */
export async function compareTotals(
  ports: Ports,
  tenant: string,
  step: TotalsStep,
): Promise<TotalsStepDone> {
  const [range = { from: 0, to: 0 }] = step.hours;
  const most = Math.min(range.from + HOURS_PER_STEP, range.to);
  const { differences, next: to } =
    step.tries === 0
      ? await differencesIn(ports, tenant, { from: range.from, to: most })
      : { differences: await differencesAt(ports, tenant, step.doubtful), next: most };
  const tries = step.tries + 1;
  const seen = differences.map((one) => ({ one, doubtful: doubtfulOf(one, step.doubtful) }));
  const found = seen.flatMap(({ one, doubtful }) => (doubtful.looks < LOOKS_ALIKE ? [] : [one]));
  for (const { notice } of found) {
    ports.onNotice({ event: 'reconciliation.totals-differ', tenant, detail: notice });
  }
  const differing = {
    differing: step.differing + found.length,
    findings: [...step.findings, ...found.map(({ finding }) => finding)].slice(0, findingsMax),
  };
  const open = seen.flatMap(({ doubtful }) => (doubtful.looks < LOOKS_ALIKE ? [doubtful] : []));
  if (open.length > 0 && tries < LOOKS_MAX) {
    const hours = [{ from: range.from, to }, ...hoursAfter(step.hours, to)];
    const again = { ...step, ...differing, hours, doubtful: open, tries };
    return { result: again, next: { step: again, isLater: true } };
  }
  const result = { ...differing, compared: step.compared + to - range.from };
  const hours = hoursAfter(step.hours, to);
  if (hours.length === 0) return { result, next: undefined };
  return {
    result,
    next: { step: { ...step, ...result, hours, doubtful: [], tries: 0 }, isLater: false },
  };
}

function doubtfulOf({ hour, stored }: Difference, before: readonly DoubtfulHour[]): DoubtfulHour {
  const known = before.find((one) => one.hour === hour);
  return { hour, stored, looks: known?.stored === stored ? known.looks + 1 : 1 };
}

const hoursAfter = ([range, ...others]: readonly HourRange[], to: number): readonly HourRange[] =>
  range === undefined || to >= range.to ? others : [{ from: to, to: range.to }, ...others];

/** An hour that is not as it must be. */
interface Difference {
  readonly hour: number;
  /** Tells whether the totals have changed since. */
  readonly stored: string;
  /** For the log, which has no texts of senders. */
  readonly notice: string;
  readonly finding: Finding;
}

/** What differs, and how far that was looked for. */
interface Compared<Found> {
  readonly differences: Found;
  /** Where to go on. */
  readonly next: number;
}

/** Those of some hours from the first on: when enough was read, the others are left. */
async function differencesIn(
  ports: Ports,
  tenant: string,
  { from, to }: HourRange,
): Promise<Compared<readonly Difference[]>> {
  const differences: Difference[] = [];
  let next = from;
  while (next < to) {
    const found = await firstDifference(ports, tenant, { from: next, to });
    next = found.next;
    if (found.differences === undefined) break;
    differences.push(found.differences);
  }
  return { differences, next };
}

async function differencesAt(
  ports: Ports,
  tenant: string,
  hours: readonly DoubtfulHour[],
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const { hour } of hours) {
    const { differences: found } = await differencesIn(ports, tenant, { from: hour, to: hour + 1 });
    differences.push(...found);
  }
  return differences;
}

/** What cannot be read is a difference of its hour: it must keep no other hour from being compared. */
async function firstDifference(
  ports: Ports,
  tenant: string,
  { from, to }: HourRange,
): Promise<Compared<Difference | undefined>> {
  try {
    const { rating, usageHours } = ports;
    const { drift, next } = await recountHours({ ...rating, usageHours }, tenant, { from, to });
    if (drift === undefined) return { differences: undefined, next };
    const { hour, detail, stored } = drift;
    const difference = {
      hour,
      stored: digestOf(stored),
      notice: detail,
      finding: findingOf(drift),
    };
    return { differences: difference, next };
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    if (to - from === 1) return { differences: unread(from, error), next: to };
    const middle = from + Math.floor((to - from) / 2);
    const first = await firstDifference(ports, tenant, { from, to: middle });
    if (first.differences !== undefined || first.next < middle) return first;
    return firstDifference(ports, tenant, { from: middle, to });
  }
}

const digestOf = (stored: HourTotals | undefined): string =>
  stored === undefined ? 'none' : sha256(textOfTotals(stored)).toString('base64url');

function unread(hour: number, { message }: InvariantViolation): Difference {
  const at = new Date(hour * millisecondsPer.hour).toISOString().slice(0, 13);
  const notice = `the totals of hour ${at}, or its log, cannot be read`;
  const detail = `${notice}: ${shortened(message)}`;
  return { hour, stored: 'unread', notice, finding: { code: 'totals-differ', detail } };
}

/** Texts of senders go along with messages: of a subject, so much is enough to find it. */
const TEXT_MAX = 200;
const shortened = (text: string): string => text.slice(0, TEXT_MAX).toWellFormed();

const findingOf = ({ hour, detail, recounted, stored }: Drift): Finding => {
  const window = {
    start: timestampOf(hour * millisecondsPer.hour),
    end: timestampOf((hour + 1) * millisecondsPer.hour),
  };
  const first = firstDiffering(recounted, stored, window);
  return { code: 'totals-differ', detail: `${detail}: ${first.what}`, ...first.values };
};

/** The first thing that is counted otherwise; where all is counted alike, how far the log is folded. */
function firstDiffering(
  recounted: HourTotals | undefined,
  stored: HourTotals | undefined,
  window: Period,
): { readonly what: string; readonly values: Required<Pick<Finding, 'expected' | 'found'>> } {
  const [expected, found] = [recounted, stored].map((totals) => countedIn(totals, window));
  const names = [...new Set([...(expected?.keys() ?? []), ...(found?.keys() ?? [])])].sort();
  const name = names.find((one) => expected?.get(one)?.amount !== found?.get(one)?.amount);
  if (name !== undefined) {
    const [logged, kept] = [expected?.get(name), found?.get(name)];
    return {
      what: (logged ?? kept)?.shown ?? name,
      values: { expected: logged?.amount ?? 'nothing', found: kept?.amount ?? 'nothing' },
    };
  }
  return {
    what: 'the same is counted of other blocks, or under another version of the catalog',
    values: { expected: foldedText(recounted), found: foldedText(stored) },
  };
}

interface Counted {
  /** Of what, as far as it is shown. */
  readonly shown: string;
  readonly amount: string;
}

/** What is counted of each meter and subject, dimensions and quarters of the hour apart. */
const countedIn = (totals: HourTotals | undefined, window: Period): ReadonlyMap<string, Counted> =>
  new Map(
    (totals?.tallies ?? []).map((counted) => {
      const { meter, subject, dimensions, slot } = counted;
      const name = JSON.stringify([meter, subject, dimensions, slot]);
      return [name, { shown: shownAs(counted), amount: amountOf(counted, window) }];
    }),
  );

function shownAs({ meter, subject, dimensions, slot }: SlotTally): string {
  const parts =
    dimensions.length === 0 ? '' : ` (${dimensions.map((one) => one ?? '-').join(', ')})`;
  return `${meter} of ${shortened(subject)}${shortened(parts)}, quarter ${slot + 1}`;
}

function amountOf({ tally, rounded, unreadable }: SlotTally, window: Period): string {
  const amounts = [tally, rounded?.tally].map((one) =>
    one === undefined ? undefined : decimalText(quantityOf(one, window)),
  );
  const read = amounts.filter((amount) => amount !== undefined).join(' and ');
  return unreadable === 0 ? read : `${read}${read === '' ? '' : ', '}${unreadable} unreadable`;
}

const foldedText = (totals: HourTotals | undefined): string =>
  totals === undefined
    ? 'nothing'
    : `catalog ${totals.catalogVersion}, ${[...totals.coverage.values()].reduce((sum, blocks) => sum + blocks, 0)} blocks`;
