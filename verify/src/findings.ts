/** What a check came to. `unknown`: what was given is not enough for it. `note`: said beside, and no check. */
export type State = 'holds' | 'fails' | 'unknown' | 'note';

export interface Finding {
  readonly state: State;
  /** Which check it was, for programs. */
  readonly check: string;
  /** A sentence. */
  readonly says: string;
}

export const holds = (check: string, says: string): Finding => ({ state: 'holds', check, says });
export const fails = (check: string, says: string): Finding => ({ state: 'fails', check, says });
export const unknown = (check: string, says: string): Finding => ({
  ...{ state: 'unknown', check, says },
});
export const note = (check: string, says: string): Finding => ({ state: 'note', check, says });

/** One finding of two words for the same check. */
export const found = (
  check: string,
  isSo: boolean,
  says: { readonly so: string; readonly not: string },
): Finding => (isSo ? holds(check, says.so) : fails(check, says.not));
