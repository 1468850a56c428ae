/** Why something was not recorded. */
export type NotRecorded =
  /** There is no such payout. */
  | 'unknown'
  /** Less is owed, or free to be paid out. */
  | 'short'
  /** The payout came back. */
  | 'returned'
  /** It is dated before what it is about, or in the future. */
  | 'misdated'
  /** It was made by now, or one before it was not. */
  | 'out-of-turn';

/** What recording a fact about a payee came to: told again, it is there already. */
export type RecordedOfPayee =
  | { readonly outcome: 'recorded' | 'already'; readonly id: string }
  | { readonly outcome: 'refused'; readonly because: NotRecorded };

export const refused = (because: NotRecorded): RecordedOfPayee => ({ outcome: 'refused', because });
