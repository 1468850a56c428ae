import type { Billed, Closing } from './closing.ts';
import { afterUndone, compared } from './compared.ts';
import { textIn } from './entry.ts';
import { type Finding, found, unknown } from './findings.ts';
import type { Shown } from './invoice.ts';
import { isObject, type JsonObject } from './json.ts';
import { EXACT_PLACES, textOf, unitsOf } from './numbers.ts';

/**
 * Whether what is missing of a term that a payer commits to follows from what documents have billed of its months, and
 * so what a document says is used of it. docs/pricing.md, Commitments over a term.
 */
export function termFindings(
  shown: Shown,
  closings: readonly Closing[],
  undone: readonly string[],
): readonly Finding[] {
  const findings = [...missingFindings(shown, closings), ...saidFindings(shown, closings)];
  if (undone.length === 0) return findings;
  return findings.map((one) =>
    one.state === 'fails' ? afterUndone('What is missing of the commitment', undone) : one,
  );
}

/** What a month charged as missing, of each term of which this document bills a month. */
function missingFindings({ closing, lines }: Shown, closings: readonly Closing[]): Finding[] {
  return closings.flatMap(({ period, agreed }): Finding[] => {
    const commitment = agreed?.commitment;
    if (commitment === undefined) return [];
    const { from, last, amount } = commitment;
    const term = { from, last };
    const isOf = ({ key, period: month }: Billed): boolean =>
      isMissing(key, from) ? month === period.month : month >= from && month <= last;
    if (period.month !== closing.period.month && !closing.billed.some(isOf)) return [];
    const lacking = lackingOf(term, closings);
    const line = lines.find(
      ({ charge, kind }) =>
        charge === 'term-commitment' && (kind === 'minimum') === (period === closing.period),
    );
    const named = line === undefined ? period.month : `Line ${line.id}`;
    const says = `what is missing of the commitment from ${from} to ${last}`;
    if (lacking !== undefined) return [unknown('price', `${named}: ${says} ${lacking}`)];
    const open = amount - usedOf(term, closings);
    const before = chargedOf(from, closings, (month) => month < period.month);
    const exact = (open > 0n ? open : 0n) - before;
    const billed = chargedOf(from, closings, (month) => month === period.month);
    return [compared({ exact, says }, billed, named)];
  });
}

/** What the document says of the term that its month is in. */
function saidFindings({ content, closing }: Shown, closings: readonly Closing[]): Finding[] {
  const said = content['commitment'];
  if (!isObject(said)) return [];
  const until = { from: textIn(said, 'from'), last: closing.period.month };
  const lacking = lackingOf(until, closings);
  if (lacking !== undefined)
    return [unknown('commitment', `What is used of the commitment ${lacking}`)];
  const used = usedOf(until, closings);
  const charged = chargedOf(until.from, closings, (month) => month <= until.last);
  const left = amountIn(said, 'amount') - used - charged;
  const isSaid =
    amountIn(said, 'used') === used &&
    amountIn(said, 'charged') === charged &&
    amountIn(said, 'left') === (left > 0n ? left : 0n);
  const text = textOf(used, EXACT_PLACES);
  return [
    found('commitment', isSaid, {
      so: `What is used of the commitment from ${until.from} is what its months come to: ${text}.`,
      not: `Of the commitment from ${until.from}, ${text} is used, and ${textOf(charged, EXACT_PLACES)} was charged as missing.`,
    }),
  ];
}

const amountIn = (said: JsonObject, name: string): bigint =>
  unitsOf(said[name] ?? '0', EXACT_PLACES) ?? -1n;

interface Term {
  readonly from: string;
  readonly last: string;
}

const isMissing = ({ kind, charge }: Billed['key'], from: string): boolean =>
  kind === 'term' && charge === from;

const counted: ReadonlySet<string> = new Set(['usage', 'minimum', 'commitment']);

const sumOf = (closings: readonly Closing[], isOf: (billed: Billed) => boolean): bigint =>
  closings.flatMap(({ billed }) => billed.filter(isOf)).reduce((sum, { exact }) => sum + exact, 0n);

/** What charges of the term come to: usage, minimums, and commitments of its months. */
const usedOf = ({ from, last }: Term, closings: readonly Closing[]): bigint =>
  sumOf(closings, ({ key, period }) => counted.has(key.kind) && period >= from && period <= last);

const chargedOf = (
  from: string,
  closings: readonly Closing[],
  isWanted: (month: string) => boolean,
): bigint => sumOf(closings, ({ key, period }) => isMissing(key, from) && isWanted(period));

/** Which months of a term no document that was given has closed, in words. */
function lackingOf({ from, last }: Term, closings: readonly Closing[]): string | undefined {
  const closed = new Set(closings.map(({ period }) => period.month));
  const lacking = monthsOf(from, last).filter((month) => !closed.has(month));
  return lacking.length === 0
    ? undefined
    : `was not made again: give the documents of ${lacking.join(', ')}, with their proofs.`;
}

function monthsOf(from: string, last: string): readonly string[] {
  const [year = 0, number = 1] = from.split('-').map(Number);
  const months: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    const month = new Date(Date.UTC(year, number - 1 + index)).toISOString().slice(0, 7);
    if (month > last) break;
    months.push(month);
  }
  return months;
}
