import type { Billed } from './closing.ts';
import { type Finding, fails, holds, unknown } from './findings.ts';
import type { Matched } from './lines.ts';
import type { Expected } from './month.ts';
import { EXACT_PLACES, textOf } from './numbers.ts';

/** A month, what it should come to by its prices, and what documents have billed of it. */
export interface Compared {
  readonly month: string;
  readonly expected: readonly Expected[];
  /** All that was billed of the month, up to this document. */
  readonly bills: readonly Billed[];
  /** What this document shows of it. */
  readonly matched: readonly Matched[];
  /** What it booked of it, shown or not. */
  readonly booked: readonly Billed[];
  /** Charges that would come to something else if their meters were of a level. */
  readonly doubtful: ReadonlySet<string>;
  /** Whether this document closed the month. */
  readonly isOwn: boolean;
  /** Whether documents before it that billed something of the month were given. */
  readonly hasBefore: boolean;
  /** Documents before it that were undone, as is said: what that took back is in documents that nobody is shown. */
  readonly undone: readonly string[];
}

export const isRated = ({ key: { kind } }: Billed): boolean =>
  kind !== 'given' && kind !== 'pass' && kind !== 'term';

/** What was billed of a month by now, charge by charge, beside what it should be. */
export function comparisons(all: Compared): readonly Finding[] {
  const { expected, booked, isOwn } = all;
  const own = booked.filter(isRated).map(({ text }) => text);
  const wanted = new Set([...own, ...(isOwn ? expected.map(({ text }) => text) : [])]);
  const byText = new Map(expected.map((one) => [one.text, one]));
  return [...wanted].flatMap((text) => {
    const none = { text, exact: 0n, says: `a charge that the plan does not have, ${text},` };
    return comparison(all, byText.get(text) ?? none);
  });
}

function comparison(all: Compared, one: Expected): readonly Finding[] {
  const { bills, matched, isOwn, hasBefore, doubtful, month } = all;
  const billed = bills
    .filter(({ text }) => text === one.text)
    .reduce((sum, { exact }) => sum + exact, 0n);
  const line = matched.find(({ billed: { text } }) => text === one.text)?.line;
  if (line === undefined && billed === 0n && one.exact === 0n) return [];
  const named = line === undefined ? month : `Line ${line.id}`;
  const isPart = line === undefined ? one.fee?.timing === 'advance' : line.kind === 'adjustment';
  if (isPart && isOwn && !hasBefore)
    return [
      unknown(
        'price',
        `${named}: ${one.says} was charged before, or a part of it: give the document before, with its proof.`,
      ),
    ];
  const isDoubtful = [one.text, ...(one.hangsOn ?? [])].some((text) => doubtful.has(text));
  const finding = compared(one, billed, named);
  if (finding.state === 'fails' && all.undone.length > 0) return [afterUndone(named, all.undone)];
  return [finding.state === 'fails' && isDoubtful ? perhapsLevel(named) : finding];
}

export const afterUndone = (named: string, undone: readonly string[]): Finding =>
  unknown(
    'price',
    `${named} does not follow from the documents given. ${undone.join(', ')} was made void, and what that took back is not shown.`,
  );

const perhapsLevel = (named: string): Finding =>
  unknown(
    'price',
    `${named} does not follow from its quantity alone, as it is for a part of a month. If its meter is of a level it may: give what explains the line.`,
  );

export function compared(
  { exact, says, lacks }: Pick<Expected, 'exact' | 'says' | 'lacks'>,
  billed: bigint,
  named: string,
): Finding {
  const text = (amount: bigint): string => textOf(amount, EXACT_PLACES);
  if (exact === undefined && lacks !== undefined)
    return unknown('price', `${named}: ${says} was not made again: ${lacks}.`);
  if (exact === undefined)
    return unknown(
      'price',
      `${named}: ${says} was not made again, as events cost something each, and how many or which is not said: give what explains the line, with its events.`,
    );
  if (exact === billed)
    return holds('price', `${named}: ${says} comes to ${text(exact)}, as it was billed.`);
  return fails(
    'price',
    `${named}: ${says} comes to ${text(exact)}, and ${text(billed)} was billed.`,
  );
}
