import type { Closing } from './closing.ts';
import { objectsIn, textIn, unitsIn } from './entry.ts';
import { type Finding, fails, found, unknown } from './findings.ts';
import { isObject, type JsonObject } from './json.ts';
import { type Line, linesOf, type Matched, matchedLines, nanosIn } from './lines.ts';
import { NANO_PLACES, nearest, ONE, PLACES, sumOf, textOf, unitsOf } from './numbers.ts';
import {
  type Bucket,
  bucketsOf,
  centsOf,
  ownLine,
  type Rounded,
  rounded,
  type Summed,
  summed,
} from './sums.ts';

/** An invoice or a statement: what closes a month, and what it shows. */
export interface Shown {
  readonly document: JsonObject;
  readonly closing: Closing;
  readonly content: JsonObject;
  readonly lines: readonly Line[];
  /** How many of the smallest units of money one unit has: a hundred cents, and 1e-9 of a euro is one of these. */
  readonly unit: bigint;
}

/** The smallest unit of a currency, told by how amounts are written: `12.30` is of cents. */
export function unitOf(content: JsonObject): bigint {
  const [, part = ''] = textIn(content, 'total').split('.');
  return 10n ** BigInt(NANO_PLACES - part.length);
}

export const shownOf = (document: JsonObject, closing: Closing, content: JsonObject): Shown => ({
  ...{ document, closing, content, lines: linesOf(content), unit: unitOf(content) },
});

const money = (nanos: bigint, unit: bigint): string =>
  textOf(nanos, NANO_PLACES, String(10n ** 9n / unit).length - 1);

/** Whether a document's lines are what was booked, and its sums and taxes follow from them: docs/books.md, Amounts. */
export function sumFindings(shown: Shown): readonly Finding[] {
  const { closing, lines } = shown;
  const { matched, invented, hidden } = matchedLines(lines, closing.billed);
  if (invented.length > 0 || hidden.length > 0)
    return [
      fails(
        'lines',
        `The lines are not what was booked: ${[
          ...invented.map(({ id, description }) => `line ${id}, ${description}, was not`),
          ...hidden.map(({ text }) => `${text} was, and no line shows it`),
        ].join('; ')}.`,
      ),
    ];
  const buckets = bucketsOf(closing, matched, lines);
  if (buckets === undefined || isMixed(buckets, lines))
    return [
      unknown(
        'lines',
        'How something carried from before is taxed is not said, so that the sums cannot be made again.',
      ),
    ];
  const all = buckets.map(summed);
  if (all.includes(undefined)) return [fails('lines', 'No cut to nanos makes these lines.')];
  const sums = all.filter((one) => one !== undefined);
  return [
    linesFinding(matched, sums, lines),
    ...(closing.kind === 'invoice' ? invoiceFindings(shown, sums) : statementFindings(shown, sums)),
    ...besides(shown, matched),
  ];
}

/** What is outside the scope of tax stands alone; then what was carried is taxed as all else, and no line says it. */
const isMixed = (buckets: readonly Bucket[], lines: readonly Line[]): boolean =>
  lines.some(({ treatment }) => treatment?.category === 'O') &&
  buckets.some(({ treatment: { category } }) => category !== 'O' && category !== '');

function linesFinding(
  matched: readonly Matched[],
  sums: readonly Summed[],
  lines: readonly Line[],
): Finding {
  const wrong = sums.flatMap(({ bucket, nanos, residueOut }) => {
    const carried = ownLine(lines, 'carried-in', bucket)?.exact ?? 0n;
    return [
      ...bucket.matched.flatMap(({ line, billed }, index) =>
        line.exact === nanos[index] && isPriced(line, billed.exact) ? [] : [`line ${line.id}`],
      ),
      ...(carried === bucket.carriedIn ? [] : ['what was carried in']),
      ...(residueOut === bucket.residueOut ? [] : ['what is left below a nano']),
    ];
  });
  return found('lines', wrong.length === 0, {
    so: `The lines are what was booked, to the nano: ${matched.length} of them, and what is carried.`,
    not: `Not as it was booked: ${wrong.join(', ')}.`,
  });
}

/** Where one price tells all, it does; where steps do, they add up. */
function isPriced({ unitPrice, quantity, steps, kind }: Line, exact: bigint): boolean {
  if (unitPrice !== undefined && quantity * unitPrice !== exact) return false;
  if (steps === undefined || kind === 'adjustment') return true;
  const amounts = steps.map(({ amount }) => unitsOf(amount, 2 * PLACES));
  return !amounts.includes(undefined) && sumOf(amounts.map((one) => one ?? 0n)) === exact;
}

function invoiceFindings(shown: Shown, sums: readonly Summed[]): readonly Finding[] {
  const { content, document, unit } = shown;
  const made = rounded(sums, unit);
  if (made === undefined) return [fails('subtotal', 'No rounding makes these amounts.')];
  const said = { subtotal: nanosIn(content, 'subtotal'), total: nanosIn(content, 'total') };
  const isBooked =
    unitsIn(document, 'subtotal') === said.subtotal && unitsIn(document, 'total') === said.total;
  const text = (nanos: bigint): string => money(nanos, unit);
  return [
    found('subtotal', made.subtotal === said.subtotal && isBooked, {
      so: `The subtotal is the sum of all lines, rounded once: ${text(said.subtotal)}.`,
      not: `The subtotal should be ${text(made.subtotal)}, and is ${text(said.subtotal)}.`,
    }),
    found('amounts', areAmounts(shown, sums, made), {
      so: 'The amounts of the lines add up to it: each is less than a cent from its exact amount.',
      not: 'The amounts of the lines are not those that largest remainders give.',
    }),
    taxesFinding(content, made, unit),
    found('total', made.total === said.total && isBooked, {
      so: `The total is the subtotal and the taxes: ${text(said.total)}.`,
      not: `The total should be ${text(made.total)}, and is ${text(said.total)}.`,
    }),
    carryFinding(shown, sums, made.bases),
  ];
}

function areAmounts({ lines, unit }: Shown, sums: readonly Summed[], { bases }: Rounded): boolean {
  return sums.every((one, index) => {
    const { bucket, sum } = one;
    const base = bases[index] ?? 0n;
    const carried = ownLine(lines, 'carried-in', bucket);
    const amounts = [...bucket.matched.map(({ line }) => line.amount)];
    if (bucket.carriedIn !== 0n) amounts.push(carried?.amount ?? 0n);
    const rounding = ownLine(lines, 'rounding', bucket);
    return (
      JSON.stringify(centsOf(one, base, unit)?.map(String)) ===
        JSON.stringify(amounts.map(String)) &&
      (rounding?.exact ?? 0n) === base - sum &&
      (rounding?.amount ?? 0n) === 0n
    );
  });
}

function taxesFinding(content: JsonObject, { taxes }: Rounded, unit: bigint): Finding {
  const textsOf = (all: readonly (readonly string[])[]): string =>
    JSON.stringify(all.map((one) => [...one]).sort());
  const said = objectsIn(content, 'taxes').map(({ category, rate, base, amount }) =>
    [category, rate, base, amount].map(String),
  );
  const made = taxes.map(({ category, rate, base, amount }) => [
    ...[category, rate, money(base, unit), money(amount, unit)],
  ]);
  const words = said.map(([, rate, base, amount]) => `${rate} % of ${base} is ${amount}`);
  return found('taxes', textsOf(said) === textsOf(made), {
    so: `Each tax is its rate of its base, rounded: ${words.join('; ')}.`,
    not: `The taxes should be ${textsOf(made)}, and are ${textsOf(said)}.`,
  });
}

function carryFinding({ content }: Shown, sums: readonly Summed[], bases: readonly bigint[]) {
  const left = sums.map(({ sum }, index) => sum - (bases[index] ?? 0n));
  const isKept = sums.every(({ bucket }, index) => bucket.carriedOut === left[index]);
  const isSaid =
    nanosIn(content, 'carriedOut') === sumOf(left) &&
    nanosIn(content, 'carriedIn') === sumOf(sums.map(({ bucket }) => bucket.carriedIn));
  const text = textOf(sumOf(left), NANO_PLACES);
  return found('carry', isKept && isSaid, {
    so: `What rounding leaves is carried to the next document, and nothing else is: ${text}.`,
    not: `What is carried on should be ${text}, and is ${textIn(content, 'carriedOut')}.`,
  });
}

function statementFindings(shown: Shown, sums: readonly Summed[]): readonly Finding[] {
  const { content, lines, unit } = shown;
  const made = rounded(sums, unit);
  if (made === undefined) return [fails('subtotal', 'No rounding makes these amounts.')];
  const isNothing =
    nanosIn(content, 'subtotal') === 0n &&
    nanosIn(content, 'total') === 0n &&
    objectsIn(content, 'taxes').length === 0 &&
    lines.every(({ amount }) => amount === 0n);
  const reasons: Readonly<Record<string, boolean>> = {
    'credit-carried': made.total < 0n || made.subtotal < 0n,
    'within-interval': made.total > 0n && made.subtotal >= 0n,
    'nothing-to-charge': made.total === 0n && sums.every(({ sum }) => sum === 0n),
    'below-minimum': made.total >= 0n && made.total < nanosIn(content, 'minimumCharge'),
  };
  const reason = textIn(content, 'reason');
  // Less than half a cent is below any minimum.
  const isReason = reasons[reason] === true || (reason === 'below-minimum' && made.total === 0n);
  return [
    found('total', isNothing && isReason, {
      so: `Nothing is charged (${reason}): all of it would come to ${money(made.total, unit)} with tax.`,
      not: `It says ${reason}; all of it comes to ${money(made.total, unit)} with tax.`,
    }),
    carryFinding(
      shown,
      sums,
      sums.map(() => 0n),
    ),
  ];
}

/** What else a document says that follows from its sums. */
function besides(
  { content, document, closing, unit }: Shown,
  matched: readonly Matched[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const exact = sumOf(closing.billed.map((one) => one.exact));
  findings.push(
    found('recognised', exact === closing.recognised, {
      so: 'What the books took in for it is what was booked of its charges.',
      not: 'What the books took in for it is not what was booked of its charges.',
    }),
    found('postings', isBalanced(document), {
      so: 'Its postings sum to zero.',
      not: 'Its postings do not sum to zero.',
    }),
  );
  if (content['prepaid'] !== undefined) {
    const isRest =
      nanosIn(content, 'payable') === nanosIn(content, 'total') - nanosIn(content, 'prepaid');
    findings.push(
      found('payable', isRest, {
        so: `To pay is the total less what was paid before: ${textIn(content, 'payable')}.`,
        not: 'What is to pay is not the total less what was paid before.',
      }),
    );
  }
  const { wallet, nationalTax } = content;
  if (isObject(wallet)) findings.push(walletFinding(wallet, matched));
  if (isObject(nationalTax)) findings.push(nationalFinding(content, nationalTax, unit));
  return findings;
}

function walletFinding(wallet: JsonObject, matched: readonly Matched[]): Finding {
  const lines = matched.filter(({ billed }) => billed.key.kind === 'given');
  const given = -sumOf(lines.map(({ line }) => line.amount));
  return found('wallet', nanosIn(wallet, 'given') === given, {
    so: `Lines take off what a wallet paid of what it was given: ${textIn(wallet, 'given')}.`,
    not: 'What a wallet paid of what it was given is not what lines take off.',
  });
}

function nationalFinding(content: JsonObject, national: JsonObject, unit: bigint): Finding {
  const tax = sumOf(objectsIn(content, 'taxes').map((one) => nanosIn(one, 'amount')));
  const [, part = ''] = textIn(national, 'amount').split('.');
  const own = 10n ** BigInt(NANO_PLACES - part.length);
  const rate = unitsOf(national['rate'], PLACES) ?? 0n;
  const made = nearest(tax * rate, ONE * own) * own;
  return found('national-tax', made === nanosIn(national, 'amount'), {
    so: `The tax in ${textIn(national, 'currency')} is ${textIn(national, 'amount')}, at the rate that is said.`,
    not: `The tax in ${textIn(national, 'currency')} should be ${money(made, own)} (${money(tax, unit)} at ${textIn(national, 'rate')}).`,
  });
}

function isBalanced(document: JsonObject): boolean {
  const sums = new Map<string, bigint>();
  for (const posting of objectsIn(document, 'postings')) {
    const currency = textIn(posting, 'currency');
    sums.set(currency, (sums.get(currency) ?? 0n) + unitsIn(posting, 'amount'));
  }
  return [...sums.values()].every((sum) => sum === 0n);
}
