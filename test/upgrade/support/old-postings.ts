import { nanosFrom, nanosOf, nanosText } from '../../../core/kernel/money.ts';

/** A line of an entry, as any form of the journal has it. */
export interface OldPosting {
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
}

/**
 * Postings as they were before they said a month, and before what is charged in advance was deferred: joined by account
 * and currency, in the order of the accounts' names.
 */
export function joinedPostings<Posting extends OldPosting>(
  postings: readonly Posting[],
): readonly Posting[] {
  const sums = new Map<string, Posting>();
  for (const posting of postings) {
    const account = posting.account.replace(/^deferred:/, 'revenue:');
    if (account === 'customers:unbilled') continue;
    const key = JSON.stringify([account, posting.currency]);
    const sum = nanosOf(nanosIn(sums.get(key)?.amount ?? '0') + nanosIn(posting.amount));
    sums.set(key, { ...posting, account, amount: nanosText(sum) });
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, posting]) => (nanosIn(posting.amount) === 0n ? [] : [posting]));
}

/**
 * Lines of balances with what is deferred in that of the revenue that it becomes. A line has what stands before the
 * account, whether that is deferred, its key, what stands between, and the amount, as its groups.
 */
export function withEarnedBalances(text: string, line: RegExp): string {
  const deferred = new Map<string, bigint>();
  const rest = text.replaceAll(line, (all, _, kind: string, key: string, __, amount: string) => {
    if (!isDeferredKind(kind)) return all;
    deferred.set(key, (deferred.get(key) ?? 0n) + nanosIn(amount));
    return '';
  });
  return rest.replaceAll(line, (...found: readonly string[]) => {
    const [, before = '', kind = '', key = '', between = '', amount = '', after = ''] = found;
    const sum = nanosOf(nanosIn(amount) + (deferred.get(key) ?? 0n));
    return `${before}${kind}${key}${between}${nanosText(sum)}${after}`;
  });
}

const isDeferredKind = (kind: string): boolean => /deferred/i.test(kind);

function nanosIn(text: string): bigint {
  const nanos = nanosFrom(text);
  if (nanos === undefined) throw new Error(`an amount, got ${text}`);
  return nanos;
}

/** How a journal of text writes what is posted. */
export interface EntryStyle {
  /** The first line of an entry that is of before its document's own day. */
  readonly accrual: RegExp;
  /** A line with an account, an amount and a currency, as its groups. */
  readonly posting: RegExp;
  /** What stands below a posting. */
  readonly below?: RegExp;
  nameOf(account: string): string;
  lineOf(posting: OldPosting): string;
  /** What a block declares before its entries, of the accounts that these post on. */
  declarations?(chunk: string, accounts: readonly string[]): string;
}

/** The text with one entry a document, each with its postings joined. */
export function withJoinedEntries(text: string, style: EntryStyle): string {
  const entries = new JoinedEntries(style);
  for (const chunk of text.trimEnd().split('\n\n')) entries.add(chunk);
  return entries.text();
}

class JoinedEntries {
  readonly #style: EntryStyle;
  readonly #done: string[] = [];
  /** Of the accrual before an entry. */
  #waiting: OldPosting[] = [];
  /** Where what a block declares is, and its accounts so far. */
  #declared = { at: 0, accounts: new Set<string>() };

  constructor(style: EntryStyle) {
    this.#style = style;
  }

  add(chunk: string): void {
    const postings = chunk.split('\n').flatMap((line) => postingIn(line, this.#style));
    if (this.#style.accrual.test(chunk)) this.#waiting.push(...postings);
    else if (postings.length > 0) this.#addEntry(chunk, postings);
    else {
      const isDeclaration = chunk.startsWith('commodity ');
      if (isDeclaration) this.#declared = { at: this.#done.length, accounts: new Set() };
      this.#done.push(chunk);
    }
  }

  text(): string {
    return `${this.#done.join('\n\n')}\n`;
  }

  #addEntry(chunk: string, postings: readonly OldPosting[]): void {
    const joined = joinedPostings([...this.#waiting, ...postings]);
    this.#waiting = [];
    const { at, accounts } = this.#declared;
    for (const { account } of joined) accounts.add(account);
    const declared = this.#style.declarations?.(this.#done[at] ?? '', [...accounts]);
    if (declared !== undefined) this.#done[at] = declared;
    this.#done.push(rewritten(chunk, joined, this.#style));
  }
}

function rewritten(chunk: string, joined: readonly OldPosting[], style: EntryStyle): string {
  const isDropped = (line: string) => style.posting.test(line) || style.below?.test(line) === true;
  const others = chunk.split('\n').filter((line) => !isDropped(line));
  return [...others, ...joined.map(style.lineOf)].join('\n');
}

function postingIn(line: string, { posting, nameOf }: EntryStyle): readonly OldPosting[] {
  const [, account, amount, currency] = posting.exec(line) ?? [];
  if (account === undefined || amount === undefined || currency === undefined) return [];
  return [{ account: nameOf(account), amount, currency }];
}
