import type { CommitmentBody } from '../../../../core/contract/catalog/commitment-shapes.ts';
import type { Violation } from '../../journal.ts';
import type { BillingContext } from '../run-context.ts';
import { type Agreements, firstDay, type Terms } from './agreements.ts';
import { type CountedMonth, isMissing } from './amounts.ts';
import { daysBetween, monthAfter } from './calendar.ts';
import { decimal } from './rating.ts';
import type { KnownBooks } from './watch.ts';

const MONTHS = 3;
const QUARTER = 3n;
const TWELVE = 10n ** 12n;

/**
 * Whether all that was charged as missing of each term, in whatever document, is what its months lack of what was
 * committed to; all commitments here are of quarters.
 */
export function wrongInCommitments(
  world: Pick<BillingContext, 'journal' | 'agreementsOf'>,
  books: KnownBooks,
  months: readonly CountedMonth[],
): Violation | undefined {
  const terms = world.agreementsOf(books.tenant.name);
  for (const { key, commitments = [] } of books.tenant.customers) {
    const own = months.filter(({ account }) => account.key === key);
    for (const term of termsOf(commitments, own)) {
      const changes = changesOf(books, key, term);
      const charged = sum(changes.map(({ exact }) => BigInt(exact)));
      const wanted = missingOf(books, own, {
        ...{ key, term, amount: commitments[0]?.amount ?? '0' },
        last: lastOf(term, termsIn(terms, key), books),
      });
      note(world, { wanted, changes: changes.length });
      if (wanted === charged) continue;
      return {
        rule: 'a term comes to what was committed to, or to what was used',
        detail: `${term.join(', ')} of ${key} of ${books.tenant.name} lack ${wanted}e-24, and ${charged}e-24 is charged`,
        about: ` ${key} `,
      };
    }
  }
  return undefined;
}

function note(
  { journal }: Pick<BillingContext, 'journal'>,
  { wanted, changes }: { readonly wanted: bigint; readonly changes: number },
): void {
  if (wanted !== 0n) journal.reached('missing of a commitment charged');
  if (changes > 1) journal.reached('missing of a commitment changed');
}

/** What a term lacks, once its last month with a plan, or one after that, is closed. */
function missingOf(
  { accounts }: KnownBooks,
  months: readonly CountedMonth[],
  {
    key,
    term,
    amount,
    last,
  }: {
    readonly key: string;
    readonly term: readonly string[];
    readonly amount: string;
    readonly last: string | undefined;
  },
): bigint {
  const closed = accounts.get(key)?.closed;
  const isDue = term.some(
    (label) => last !== undefined && label >= last && closed?.has(label) === true,
  );
  const used = sum(months.filter(({ label }) => term.includes(label)).map((one) => one.counted));
  const whole = decimal(amount) * TWELVE * BigInt(term.length);
  const least = (2n * whole + QUARTER) / (2n * QUARTER);
  return isDue && least > used ? least - used : 0n;
}

/** The months of each term that any of these are in. */
function termsOf(
  [first]: readonly CommitmentBody[],
  months: readonly CountedMonth[],
): readonly (readonly string[])[] {
  const end = months.at(-1)?.label;
  const terms: (readonly string[])[] = [];
  if (first === undefined || end === undefined) return terms;
  const { until = '9' } = first;
  for (let from: string = first.from; from <= end; from = monthAfter(from, MONTHS)) {
    const term = Array.from({ length: MONTHS }, (_, index) => monthAfter(from, index));
    const own = term.filter((month) => month < until);
    if (own.length > 0) terms.push(own);
  }
  return terms;
}

const termsIn = (agreements: Agreements, key: string): Terms =>
  agreements.termsOf(key) ?? { zones: [], changes: [] };

/** The last of the months on any day of which a plan counts. */
function lastOf(term: readonly string[], terms: Terms, { tenant }: KnownBooks): string | undefined {
  const planOn = (day: string): string | null | undefined => {
    const change = terms.changes.findLast(({ from }) => from <= day);
    return change === undefined ? tenant.settings.defaultPlan : change.plan;
  };
  const hasPlan = (label: string): boolean =>
    daysBetween(firstDay(terms, label), firstDay(terms, monthAfter(label, 1))).some(
      (day) => typeof planOn(day) === 'string',
    );
  return term.findLast(hasPlan);
}

const changesOf = (
  { documents }: KnownBooks,
  key: string,
  term: readonly string[],
): readonly { readonly exact: string }[] =>
  documents.flatMap(({ customer, billed = [] }) =>
    customer === key
      ? billed.filter((one) => isMissing(one) && one.charge.includes(`"${term[0] ?? ''}"`))
      : [],
  );

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);
