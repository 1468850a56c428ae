import { Rejection } from '../kernel/rejection.ts';
import type { Asked, SpendBlock, SpendEntry } from './entry.ts';

/** An entry that was asked for. */
export type AskedEntry = Extract<SpendEntry, Asked>;

/** An entry of the log, and where it is. */
export interface FoundEntry {
  readonly id: string;
  readonly entry: AskedEntry;
  readonly block: Pick<SpendBlock, 'at'> & { readonly seq: number };
}

export const isAsked = (entry: SpendEntry): entry is AskedEntry => 'key' in entry;

/** @throws Rejection `request.idempotency-key-reused` where something else was asked for under the key */
function refuseOtherBody(found: FoundEntry, body: string): void {
  if (found.entry.body === body) return;
  throw new Rejection(
    'request.idempotency-key-reused',
    'use another key: something else was asked for under this one',
  );
}

/**
 * As `refuseOtherBody`, of what ends a hold: there is one end of each.
 * @throws Rejection `hold.closed` where it ended in another way
 */
export function refuseOtherEnd(found: FoundEntry, kind: AskedEntry['kind'], body: string): void {
  if (found.entry.kind === kind && found.entry.body === body) return;
  throw new Rejection(
    'hold.closed',
    'hold anew what is still to be used: this hold was captured or released already, in another way',
  );
}

/** @throws Rejection where something else was asked for under the key */
export function kindFound<Kind extends FoundEntry['entry']['kind']>(
  found: FoundEntry,
  kind: Kind,
  body: string,
): { readonly entry: Extract<FoundEntry['entry'], { readonly kind: Kind }> } {
  const { entry } = found;
  refuseOtherBody(found, entry.kind === kind ? body : '');
  return { entry: entry as Extract<FoundEntry['entry'], { readonly kind: Kind }> };
}
