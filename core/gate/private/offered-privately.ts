import { privateTokenHeader } from '../../blind/headers.ts';
import { decimalFromInteger } from '../../kernel/decimal.ts';
import type { GateAsked } from '../asked.ts';
import type { Gate, Privately } from '../gate.ts';
import { challengeOf, currentEpoch, monthAt } from './epoch.ts';
import type { PassEpoch } from './ports.ts';

const ONE = decimalFromInteger(1n);
const PASSES_MAX = 50;

/** How a request can be paid privately: the header that says so; undefined where it cannot. */
export async function offeredPrivately(
  gate: Gate,
  tenant: string,
  asked: GateAsked,
): Promise<string | undefined> {
  const { privately, clock } = gate;
  if (privately === undefined || asked.quantity !== ONE) return undefined;
  const now = clock.now();
  const key = JSON.stringify([tenant, monthAt(now)]);
  const epochs = await privately.offers.of(key, now, () => soldBy(gate, privately, tenant));
  const epoch = epochs.find(({ meter }) => meter === asked.meter);
  return epoch === undefined ? undefined : privateTokenHeader(challengeOf(epoch), epoch.spki);
}

async function soldBy(
  gate: Gate,
  privately: Privately,
  tenant: string,
): Promise<readonly PassEpoch[]> {
  const { records } = await privately.passes.list(tenant, { after: '', limit: PASSES_MAX });
  const epochs: PassEpoch[] = [];
  for (const record of records) {
    const epoch = await currentEpoch(gate, privately, { tenant, record });
    if (epoch !== undefined) epochs.push(epoch);
  }
  return epochs;
}
