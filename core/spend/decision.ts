import { entryId } from './log-id.ts';
import type { SpendPage } from './page.ts';
import { type FoundEntry, isAsked } from './repeat.ts';
import { tokenInForce } from './token-in-force.ts';

/** What was decided together in one block, at most. */
export const DECISIONS_PER_BLOCK_MAX = 100;

/** What to add to a payer's log, as a pure function of what it says. */
export interface SpendDecision<Outcome> {
  /** Digest of its key: what was asked for under it before is not asked for again. */
  readonly key: string;
  /**
   * Adds entries, and answers. Decided again where somebody else's block came first.
   * @throws Rejection, before it adds anything
   */
  decide(page: SpendPage): Outcome;
  /** The token that it is asked for with: where it is in force no more, nothing is answered again either. */
  readonly token?: string | undefined;
  /**
   * The answer by the entry that is there under its key.
   * @throws Rejection
   */
  repeat(found: FoundEntry, page: SpendPage): Outcome;
}

/** Who waits for a decision. */
export interface Waiting {
  readonly decision: SpendDecision<unknown>;
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** What a decision came to on a page. */
export interface Decided {
  /** Nothing of it is in the log: it is to be made of the newest state. */
  readonly isRefused: boolean;
  give(waiting: Waiting): void;
}

/** Makes a decision, or repeats what is in the log or on the page under its key. */
export function decided(
  page: SpendPage,
  decision: SpendDecision<unknown>,
  before: FoundEntry | undefined,
): Decided {
  const entries = page.entries.length;
  try {
    const found = before ?? onPage(page, decision.key);
    const outcome = found === undefined ? decision.decide(page) : repeated(page, decision, found);
    // What is not in this block is true of the newest state alone: a refusal, and that a token is in force.
    const isAsItWas = found !== undefined && decision.token === undefined;
    const isRefused = !isAsItWas && page.entries.length === entries;
    return { isRefused, give: ({ resolve }) => resolve(outcome) };
  } catch (error) {
    return { isRefused: true, give: ({ reject }) => reject(error) };
  }
}

function repeated(
  page: SpendPage,
  { token, repeat }: SpendDecision<unknown>,
  found: FoundEntry,
): unknown {
  tokenInForce(page, token);
  return repeat(found, page);
}

function onPage({ entries, log, seq, now }: SpendPage, key: string): FoundEntry | undefined {
  const index = entries.findIndex((entry) => isAsked(entry) && entry.key === key);
  const entry = entries[index];
  if (entry === undefined || !isAsked(entry)) return undefined;
  return { id: entryId({ log, seq, index }), entry, block: { at: now, seq } };
}
