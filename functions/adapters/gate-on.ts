import { type Gate, gateOf } from '../../core/gate/gate.ts';
import type { ReceiptSigner } from '../../core/receipts/ports.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { tokenEntries } from '../../core/spend/token-entries.ts';
import { dynamoDbClient, ssmClient } from './clients.ts';
import { dynamoDbOfferSecrets } from './dynamo-db-offer-secrets.ts';
import { dynamoDbPrivatePasses } from './dynamo-db-private-passes.ts';
import { spendBlocksIn } from './dynamo-db-spend-log.ts';
import { settlingOn } from './settling-on.ts';
import { ssmPrivateKeys } from './ssm-private-keys.ts';

/**
 * What the gate decides with, beside what spend is decided by: tokens of the log, and secrets that are kept. `signer`:
 * where captures have receipts at once.
 */
export function gateOn(
  spend: SpendGate,
  variables: Readonly<
    Record<'SPEND_TABLE_NAME' | 'SPEND_KEPT_TABLE_NAME' | 'RAIL_SECRETS_PATH', string>
  >,
  signer: ReceiptSigner | undefined,
): Gate {
  const dynamoDb = dynamoDbClient();
  return gateOf({
    ...{ spend, signer },
    settling: settlingOn(variables, spend),
    privately: {
      passes: dynamoDbPrivatePasses(dynamoDb, variables.SPEND_KEPT_TABLE_NAME),
      keys: ssmPrivateKeys(ssmClient(), variables.RAIL_SECRETS_PATH),
    },
    tokens: tokenEntries(spendBlocksIn(dynamoDb, variables.SPEND_TABLE_NAME)),
    secrets: dynamoDbOfferSecrets(dynamoDb, variables.SPEND_KEPT_TABLE_NAME),
  });
}
