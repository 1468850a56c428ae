import { Rejection } from '../kernel/rejection.ts';

/** Others were always first. */
export const busy = (): Rejection =>
  new Rejection(
    'spend.busy',
    'send the same request again, after the seconds that Retry-After says: others were first each time, and nothing was held or charged',
  );

/** A payer was asked for more than one process keeps in mind. */
export const tooMany = (keysMax: number): Rejection =>
  new Rejection(
    'spend.too-many',
    `take a lease for this payer: it was asked for more than ${keysMax} times in two days`,
  );
