import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { claimedSubjects } from '../../core/catalog/listed-subjects.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import { DynamoDbCustomers } from './dynamo-db-customers.ts';
import { dynamoDbSalts } from './dynamo-db-salts.ts';
import { systemClock } from './system-clock.ts';
import { systemRandom } from './system-random.ts';

/** What a function reads to know the pseudonyms of subjects. */
export interface PseudonymTables {
  readonly SALTS_TABLE_NAME: string;
  readonly CATALOG_TABLE_NAME: string;
  /** RFC 3339; `never` where subjects have none. */
  readonly PSEUDONYMS_FROM: string;
}

/** The pseudonyms of subjects; undefined where there are none. */
export function pseudonymsOf(
  tables: PseudonymTables,
  client: DynamoDBClient,
): Pseudonyms | undefined {
  const { PSEUDONYMS_FROM } = tables;
  if (PSEUDONYMS_FROM === 'never') return undefined;
  const from = timestampFrom(PSEUDONYMS_FROM);
  invariant(from !== undefined, `set PSEUDONYMS_FROM to an instant, got ${PSEUDONYMS_FROM}`);
  return new Pseudonyms({
    salts: dynamoDbSalts(client, tables.SALTS_TABLE_NAME),
    owners: claimedSubjects(new DynamoDbCustomers(client, tables.CATALOG_TABLE_NAME)),
    random: systemRandom,
    clock: systemClock,
    from,
  });
}
