import { sum } from '../../exact.ts';

/** A draft, beside what was billed for the month before. */
export interface DraftCompared {
  readonly type: 'invoice' | 'statement';
  readonly customer: string;
  readonly currency: string;
  readonly total: string;
  /** In the same currency; undefined where there was none. */
  readonly before: string | undefined;
  /** Why it would wait for a person. */
  readonly parked: string | undefined;
}

/** By how much it is more than the month before, with its sign: `+1.20`. Undefined where there was nothing before. */
export function changeOf({ total, before }: DraftCompared): string | undefined {
  if (before === undefined) return undefined;
  const change = sum([total, before.startsWith('-') ? before.slice(1) : `-${before}`]);
  return /^-|^0(?:\.0*)?$/.test(change) ? change : `+${change}`;
}
