import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sha256 } from '../../core/kernel/digest.ts';
import { StoredObject } from '../../core/kernel/stored.ts';
import type { DropRecords, RevisedDrop } from '../../core/tallies/drops/ports.ts';
import { dropFrom, storedDrop } from '../../core/tallies/drops/stored-drop.ts';
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

const dropsOf = (tenant: string): string => JSON.stringify(['drops', tenant]);
const keysOf = (tenant: string): string => JSON.stringify(['drop-keys', tenant]);
const sourcesOf = (tenant: string): string => JSON.stringify(['drop-sources', tenant]);
/** Names of sources are longer than sort keys may be. */
const sourceKey = (source: string): string => sha256(source).toString('hex');

const revised = ({ sk, revision, body }: RevisedDocument): RevisedDrop => ({
  revision,
  drop: dropFrom(sk, body),
});

/** Drops in a table with `pk` (S) and `sk` (S): those of a tenant beside each other. */
export function dynamoDbDrops(client: DynamoDBClient, tableName: string): DropRecords {
  const documents = dynamoDbRevisions(client, tableName);
  const textAt = async (pk: string, sk: string, name: string): Promise<string | undefined> => {
    const found = await documents.get({ pk, sk });
    return found === undefined ? undefined : new StoredObject(found.body, 'a drop').text(name);
  };
  return {
    async get(tenant, id) {
      const found = await documents.get({ pk: dropsOf(tenant), sk: id });
      return found === undefined ? undefined : revised(found);
    },
    put: (tenant, { revision, drop }) =>
      documents.put({ pk: dropsOf(tenant), sk: drop.id }, revision, storedDrop(drop)),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(dropsOf(tenant), page);
      return { drops: found.map(revised), more };
    },
    named: (tenant, key) => textAt(keysOf(tenant), key, 'id'),
    name: (tenant, key, id) => documents.put({ pk: keysOf(tenant), sk: key }, 1, { id }),
    zoneOf: (tenant, source) => textAt(sourcesOf(tenant), sourceKey(source), 'timeZone'),
    keepZone: (tenant, source, timeZone) =>
      documents.put({ pk: sourcesOf(tenant), sk: sourceKey(source) }, 1, { timeZone }),
  };
}
