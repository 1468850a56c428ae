import type { PayerKey } from '../../kernel/payer.ts';
import { askedUnder, endKey } from '../ask.ts';
import { isHeld } from '../state.ts';
import type { SpendGate } from './ports.ts';

/** What has become of a hold. `ended`: by itself, and it could still be captured. `gone`: more than a day ago. */
type HoldStands = 'open' | 'ended' | 'captured' | 'released' | 'gone';

/** What has become of a hold of the last days, read strongly. */
export async function holdStands(
  { spend, clock }: Pick<SpendGate, 'spend' | 'clock'>,
  tenant: string,
  { payer, id }: { readonly payer: PayerKey; readonly id: string },
): Promise<HoldStands> {
  const { holds, refunded } = await spend.read(tenant, payer);
  const hold = holds.get(id);
  if (hold !== undefined) return isHeld(hold, clock.now()) ? 'open' : 'ended';
  const end = await spend.findUnder(tenant, payer, askedUnder(endKey(id), []).key);
  if (end === undefined) return 'gone';
  // Of a view that was given back nothing is paid any more: who wants it again pays again.
  const isPaid = end.entry.kind === 'capture' && !refunded.has(id);
  return isPaid ? 'captured' : 'released';
}
