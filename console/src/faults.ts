import { ProblemError } from '../../sdk/src/read/errors.ts';

/** What a page refuses by itself, before it asks. The message is for whoever looks at it. */
export class PageRefusal extends Error {}

/** Whether nothing is wrong but that nobody has said yet who sells: so it is before the first month is billed. */
export const isBeforeSettings = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'billing-settings.not-found';

/** What is wrong with what was sent, and where in it. */
export interface Fault {
  /** A JSON pointer into what was sent; empty where it is of no field. */
  readonly at: string;
  readonly says: string;
}

/** What an answer says is wrong: of a request that was refused, or of the events in it. */
export function faultsOf(error: unknown): readonly Fault[] {
  if (!(error instanceof ProblemError)) return [];
  const { param, detail, rejected = [] } = error.problem;
  if (rejected.length > 0) return rejected.map((one) => faultOf(one.param, one.detail));
  return [faultOf(param, detail)];
}

export function faultOf(at = '', detail: string): Fault {
  const prefix = `${at}: `;
  return { at, says: detail.startsWith(prefix) ? detail.slice(prefix.length) : detail };
}

/** What is wrong in a field: at its place, or at one within it that has no field of its own. */
export const faultIn = (faults: readonly Fault[], pointer: string): string | undefined =>
  faults.find(({ at }) => at === pointer || at.startsWith(`${pointer}/`))?.says;

/** Faults of a part, by pointers into the part; those of anything else are left out. */
export const faultsWithin = (faults: readonly Fault[], pointer: string): readonly Fault[] =>
  faults
    .filter(({ at }) => at === pointer || at.startsWith(`${pointer}/`))
    .map(({ at, says }) => ({ at: at.slice(pointer.length), says }));
