import { settlingWith } from '../../core/gate/chain/book-settlement.ts';
import { httpFacilitator } from '../../core/gate/chain/http-facilitator.ts';
import { jsonRpcReader } from '../../core/gate/chain/json-rpc-reader.ts';
import type { SettlingPorts } from '../../core/gate/chain/settle.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { dynamoDbClient, ssmClient } from './clients.ts';
import { dynamoDbSettlements } from './dynamo-db-settlements.ts';
import { outboundClient, outboundOptions } from './outbound-client.ts';
import { pauseAbout } from './pause-about.ts';
import { rememberedKeys, ssmFacilitatorKeys } from './ssm-rail-secrets.ts';
import { systemClock } from './system-clock.ts';

/** Of one call: who asked waits for three of them at most, and a function for half a minute. */
const CALL_MS = 7_000;

/** Keys of facilitators, as they were a minute ago. */
const keysOn = ({ RAIL_SECRETS_PATH: path }: Readonly<Record<'RAIL_SECRETS_PATH', string>>) =>
  rememberedKeys(ssmFacilitatorKeys(ssmClient(), path), {
    now: () => systemClock.now(),
    keptMs: millisecondsPer.minute,
  });

/** What settles payments on chains, and books them as the gate does. */
export function settlingOn(
  variables: Readonly<Record<'SPEND_KEPT_TABLE_NAME' | 'RAIL_SECRETS_PATH', string>>,
  gate: SpendGate,
): SettlingPorts {
  const outbound = outboundClient({ ...outboundOptions(), totalMs: CALL_MS });
  const settlements = dynamoDbSettlements(dynamoDbClient(), variables.SPEND_KEPT_TABLE_NAME);
  const clients = {
    facilitator: httpFacilitator(outbound, keysOn(variables)),
    chain: jsonRpcReader(outbound),
  };
  return settlingWith({ ...clients, settlements, clock: systemClock, pause: pauseAbout }, gate);
}
