import type { PayerKey } from '../../kernel/payer.ts';
import { askedUnder, endKey } from '../ask.ts';
import type { SpendGate } from './ports.ts';

/** What has become of a hold; `open` also where it ended and can still be captured. */
type HoldStands = 'open' | 'captured' | 'released' | 'gone';

/** What has become of a hold of the last days, read strongly. */
export async function holdStands(
  { spend }: Pick<SpendGate, 'spend'>,
  tenant: string,
  { payer, id }: { readonly payer: PayerKey; readonly id: string },
): Promise<HoldStands> {
  const { holds, refunded } = await spend.read(tenant, payer);
  if (holds.has(id)) return 'open';
  const end = await spend.findUnder(tenant, payer, askedUnder(endKey(id), []).key);
  if (end === undefined) return 'gone';
  // Of a view that was given back nothing is paid any more: who wants it again pays again.
  const isPaid = end.entry.kind === 'capture' && !refunded.has(id);
  return isPaid ? 'captured' : 'released';
}
