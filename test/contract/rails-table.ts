import { openIndex } from '../../functions/adapters/dynamo-db-collections.ts';
import { textKeyTable } from './catalog-table.ts';
import type { DynamoEngine } from './engines.ts';

/** A table with the key and the index of the rails'. */
export const railsTable = {
  ...textKeyTable,
  AttributeDefinitions: [
    ...textKeyTable.AttributeDefinitions,
    { AttributeName: 'open', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: openIndex,
      KeySchema: [
        { AttributeName: 'open', KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} satisfies Parameters<DynamoEngine['createTable']>[0];
