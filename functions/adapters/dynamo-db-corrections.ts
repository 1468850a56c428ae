import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CorrectionRecords, RevisedRecord } from '../../core/metering/corrections/ports.ts';
import {
  correctionFrom,
  namedRequestFrom,
  storedCorrection,
} from '../../core/metering/corrections/stored-correction.ts';
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

const pkOf = (tenant: string): string => JSON.stringify(['corrections', tenant]);
const namesOf = (tenant: string): string => JSON.stringify(['correction-keys', tenant]);

const recordFrom = ({ sk, revision, body }: RevisedDocument): RevisedRecord => ({
  revision,
  record: correctionFrom(sk, body),
});

/** Corrections as they were asked for, in a table with `pk` (S) and `sk` (S): those of a tenant beside each other. */
export function dynamoDbCorrections(client: DynamoDBClient, tableName: string): CorrectionRecords {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant, id) {
      const found = await documents.get({ pk: pkOf(tenant), sk: id });
      return found === undefined ? undefined : recordFrom(found);
    },
    put: (tenant, { revision, record }) =>
      documents.put({ pk: pkOf(tenant), sk: record.id }, revision, storedCorrection(record)),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(pkOf(tenant), page);
      return { records: found.map(recordFrom), more };
    },
    async named(tenant, key) {
      const found = await documents.get({ pk: namesOf(tenant), sk: key });
      return found === undefined ? undefined : namedRequestFrom(found.body);
    },
    name: (tenant, key, request) => documents.put({ pk: namesOf(tenant), sk: key }, 1, request),
  };
}
