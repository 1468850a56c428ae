import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { sepaRail } from '../../core/rails/sepa/sepa-rail.ts';
import { stripeRail } from '../../core/rails/stripe/stripe-rail.ts';
import { dynamoDbClient, ssmClient } from './clients.ts';
import { dynamoDbCollections } from './dynamo-db-collections.ts';
import { dynamoDbSepaBatches } from './dynamo-db-sepa.ts';
import { outboundClient, outboundOptions } from './outbound-client.ts';
import { rememberedSecrets, ssmRailSecrets } from './ssm-rail-secrets.ts';
import { systemClock } from './system-clock.ts';

/** Where collections are, and the secrets of rails. */
export type CollectingTables = Readonly<Record<'RAILS_TABLE_NAME' | 'RAIL_SECRETS_PATH', string>>;

/** What collections are brought on with, as ports: the table, the secrets, and what is outside. */
export function collectingOn({ RAILS_TABLE_NAME, RAIL_SECRETS_PATH: space }: CollectingTables) {
  const dynamoDb = dynamoDbClient();
  const outbound = outboundClient(outboundOptions());
  const secrets = rememberedSecrets(ssmRailSecrets(ssmClient(), space), {
    now: () => systemClock.now(),
    keptMs: millisecondsPer.minute,
  });
  const collections = dynamoDbCollections(dynamoDb, RAILS_TABLE_NAME);
  const batches = dynamoDbSepaBatches(dynamoDb, RAILS_TABLE_NAME);
  const rails = { stripe: stripeRail(outbound), sepa: sepaRail({ collections, batches }) };
  return { collections, batches, outbound, secrets, rails };
}
