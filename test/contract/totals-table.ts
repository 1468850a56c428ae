import type { DynamoEngine } from './engines.ts';

/** A table with the key of usage totals and of fold progress. */
export const totalsTable = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
  ],
} satisfies Parameters<DynamoEngine['createTable']>[0];
