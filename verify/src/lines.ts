import type { Billed, Treatment } from './closing.ts';
import { objectsIn, textIn } from './entry.ts';
import { isObject, type JsonObject } from './json.ts';
import { EXACT_PER_NANO, magnitude, NANO_PLACES, PLACES, unitsOf } from './numbers.ts';

/** A line of a document, its texts as numbers. Amounts are in nanos. */
export interface Line {
  readonly id: string;
  readonly kind: string;
  readonly description: string;
  readonly quantity: bigint;
  readonly unitPrice: bigint | undefined;
  readonly exact: bigint;
  readonly amount: bigint;
  readonly taxCode: string;
  readonly treatment: Treatment | undefined;
  readonly charge: string | undefined;
  readonly plan: string | undefined;
  readonly version: string | undefined;
  readonly steps: readonly JsonObject[] | undefined;
  readonly corrects: string | undefined;
  /** The document whose month an adjustment is about. */
  readonly adjusts: string | undefined;
}

/** What is wrong with what a document shows. */
export class BadContent extends Error {}

export function nanosIn(from: JsonObject, name: string): bigint {
  const units = unitsOf(from[name], NANO_PLACES);
  if (units !== undefined) return units;
  throw new BadContent(`${name} is an amount, got ${JSON.stringify(from[name])}`);
}

function decimalIn(from: JsonObject, name: string): bigint {
  const units = unitsOf(from[name], PLACES);
  if (units !== undefined) return units;
  throw new BadContent(`${name} is a decimal, got ${JSON.stringify(from[name])}`);
}

const optional = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const linesOf = (content: JsonObject): readonly Line[] =>
  objectsIn(content, 'lines').map(lineFrom);

function lineFrom(line: JsonObject): Line {
  const { plan, adjusts, taxCategory, taxRate } = line;
  return {
    ...{ id: textIn(line, 'id'), kind: textIn(line, 'kind') },
    description: textIn(line, 'description'),
    quantity: decimalIn(line, 'quantity'),
    unitPrice: line['unitPrice'] === undefined ? undefined : decimalIn(line, 'unitPrice'),
    ...{ exact: nanosIn(line, 'exactAmount'), amount: nanosIn(line, 'amount') },
    taxCode: optional(line['taxCode']) ?? '',
    treatment:
      typeof taxCategory === 'string' && typeof taxRate === 'string'
        ? { category: taxCategory, rate: taxRate }
        : undefined,
    charge: optional(line['charge']),
    plan: isObject(plan) ? optional(plan['key']) : undefined,
    version: isObject(plan) ? optional(plan['effectiveFrom']) : undefined,
    steps: line['steps'] === undefined ? undefined : objectsIn(line, 'steps'),
    corrects: optional(line['correctsLine']),
    adjusts: isObject(adjusts) ? optional(adjusts['id']) : undefined,
  };
}

/** A line, and what of the books it shows. */
export interface Matched {
  readonly line: Line;
  readonly billed: Billed;
}

/** Lines that show nothing of a charge: what comes in from before, and what goes on to the next document. */
const isOwn = ({ kind }: Line): boolean => kind !== 'carried-in' && kind !== 'rounding';

const kindOf = ({ kind }: Billed['key']): string =>
  kind === 'commitment' || kind === 'term' ? 'minimum' : kind;

/** What lines call a charge. */
function chargeOf({ kind, charge }: Billed['key']): string {
  if (kind === 'term') return 'term-commitment';
  return kind === 'commitment' ? 'commitment' : charge;
}

function shows(line: Line, { key, taxCode, quantity, exact }: Billed): boolean {
  const isOfKind = line.kind === 'adjustment' || line.kind === kindOf(key);
  // What is not charged any more has lost its plan.
  const isNamed = line.charge === undefined && line.kind === 'adjustment';
  const isOfCharge =
    line.charge === chargeOf(key) && line.plan === key.plan && line.version === key.version;
  return (
    isOfKind &&
    (isNamed || isOfCharge) &&
    line.taxCode === taxCode &&
    line.quantity === quantity &&
    magnitude(line.exact * EXACT_PER_NANO - exact) < EXACT_PER_NANO
  );
}

/** What was booked, each with the line that shows it, in the order of the books; and what has no other. */
export function matchedLines(
  lines: readonly Line[],
  billed: readonly Billed[],
): {
  readonly matched: readonly Matched[];
  /** Lines of nothing that was booked. */
  readonly invented: readonly Line[];
  /** What was booked, comes to something, and is in no line. */
  readonly hidden: readonly Billed[];
} {
  const left = new Set(lines.filter(isOwn));
  const matched: Matched[] = [];
  const hidden: Billed[] = [];
  for (const one of billed) {
    const line = [...left].find((candidate) => shows(candidate, one));
    if (line === undefined) {
      if (one.exact !== 0n) hidden.push(one);
      continue;
    }
    left.delete(line);
    matched.push({ line, billed: one });
  }
  return { matched, invented: [...left], hidden };
}
