import { sha256 } from '../kernel/digest.ts';
import { nanosText } from '../kernel/money.ts';
import type { BankEntry, ReadEntry } from './bank-statement.ts';

/** What banks write where they have no reference. */
const NO_REFERENCE = /^(?:nonref|notprovided|none|n\/?a|0+|-*)$/i;

/**
 * Entries of a statement, which has all of them in every file, with what tells each from every other: the account, the
 * statement, the day, and the bank's own reference. Where that is missing, or several entries share it, what the entry
 * says stands for it, and its count among those that say the same.
 * @param statement what names the statement within its account
 */
export function withCauses(
  entries: readonly ReadEntry[],
  { account, statement }: { readonly account: string; readonly statement: readonly string[] },
): BankEntry[] {
  const own = entries.map((entry) => JSON.stringify(ownName(entry) ?? null));
  const named = countsOf(own);
  const alike = new Map<string, number>();
  return entries.map((entry, index) => {
    const name = ownName(entry);
    const isUnique = name !== undefined && named.get(own[index] ?? '') === 1;
    const { part, ...said } = entry;
    const place = index + 1;
    if (isUnique) return { ...said, place, cause: [account, ...statement, dayOf(entry), ...name] };
    const content = contentOf(entry);
    const count = counted(alike, content);
    return { ...said, place, cause: [account, ...statement, ...content, String(count)] };
  });
}

/**
 * Rows of a table, of which another may have more: those of a longer time, or of the same day, later. So a name says
 * nothing of what else is there. It is the account, the day, what the row says, and its count among booked rows that
 * say the very same, which are worth the same whichever comes first. What rows were named by before, they are still
 * known by: their reference alone, where no other row of the file had it; and a count of those that were pending, too.
 */
export function withRowCauses(entries: readonly ReadEntry[], account: string): BankEntry[] {
  const all = new Map<string, number>();
  const booked = new Map<string, number>();
  return entries.map((entry, index) => {
    const name = ownName(entry);
    const content = contentOf(entry);
    const countOfAll = String(counted(all, content));
    const { part, ...said } = entry;
    const place = index + 1;
    const row = [account, 'csv'];
    if (entry.state !== 'booked') {
      return { ...said, place, cause: [...row, ...content, entry.state, countOfAll] };
    }
    const count = String(counted(booked, content));
    const formerCauses = [
      ...(name === undefined ? [] : [[...row, dayOf(entry), ...name]]),
      ...(countOfAll === count ? [] : [[...row, ...content, countOfAll]]),
    ];
    return { ...said, place, cause: [...row, ...content, count], formerCauses };
  });
}

const DAY_LENGTH = 'YYYY-MM-DD'.length;

const dayOf = ({ bookedOn, valueOn }: ReadEntry): string =>
  (bookedOn ?? valueOn ?? '').slice(0, DAY_LENGTH);

const contentOf = (entry: ReadEntry): readonly string[] => [
  dayOf(entry),
  digestOf(entry),
  ...(ownName(entry) ?? []),
];

/** How many there are by now that say this. */
function counted(counts: Map<string, number>, content: readonly string[]): number {
  const key = JSON.stringify(content);
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

function ownName({ entryReference, part }: ReadEntry): readonly string[] | undefined {
  if (entryReference === undefined || NO_REFERENCE.test(entryReference)) return undefined;
  return part === undefined ? [entryReference] : [entryReference, String(part)];
}

function countsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Of all that makes an entry what it is; that it was pending before it was booked does not. */
function digestOf(entry: ReadEntry): string {
  const { amount, currency, bookedOn, valueOn, counterparty, texts, references, part } = entry;
  const said = [
    ...[nanosText(amount), currency, bookedOn ?? null, valueOn ?? null],
    ...[counterparty.name ?? null, counterparty.account ?? null, texts, references],
    ...[entry.endToEndId ?? null, entry.mandateId ?? null, part ?? null],
  ];
  return sha256(JSON.stringify(said)).toString('hex').slice(0, DIGEST_DIGITS);
}

const DIGEST_DIGITS = 32;
const READABLE_MAX = 60;

/** What names an entry for good, in every file that it comes in. */
export const bankEntryName = ({ cause }: Pick<BankEntry, 'cause'>): string => nameOf(cause);

/** What it may have been booked under before. */
export const formerNames = ({ formerCauses = [] }: BankEntry): readonly string[] =>
  formerCauses.map(nameOf);

const nameOf = (cause: readonly string[]): string =>
  sha256(JSON.stringify(cause)).toString('hex').slice(0, DIGEST_DIGITS);

/**
 * The reference of the payment that an entry is booked as, within what references may be written with: what can be
 * read of the bank's own reference, and the entry's name, so that no two share one.
 */
export function paymentReferenceOf(entry: Pick<BankEntry, 'cause' | 'entryReference'>): string {
  const name = bankEntryName(entry);
  const readable = (entry.entryReference ?? '')
    .replaceAll(/[^A-Za-z0-9_./+-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, READABLE_MAX);
  return readable === '' ? name : `${readable}:${name}`;
}
