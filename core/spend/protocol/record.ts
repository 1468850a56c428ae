import { eventsOf } from '../gated-event.ts';
import type { PayerTerms } from '../payer-terms.ts';
import type { ToRecord } from '../to-record.ts';
import type { SpendGate } from './ports.ts';

/**
 * Sends the events of what was spent to the queue, and remembers that they are there. What the queue does not take is
 * in the log all the same: the sweep sends it.
 */
export async function record(
  { spend, events: sink }: Pick<SpendGate, 'spend' | 'events'>,
  { tenant, terms }: { readonly tenant: string; readonly terms: PayerTerms },
  recorded: ToRecord | undefined,
): Promise<void> {
  if (recorded === undefined) return;
  const events = eventsOf(terms.meter(recorded.gated.meter), recorded);
  if ((await sink.send(tenant, events)) === 'sent') spend.told(tenant, terms.payer, recorded.seq);
}
