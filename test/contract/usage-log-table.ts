import type { DynamoEngine } from './engines.ts';

/** A table with the key of the usage log. */
export const usageLogTable = {
  KeySchema: [
    { AttributeName: 'log', KeyType: 'HASH' },
    { AttributeName: 'seq', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'log', AttributeType: 'S' },
    { AttributeName: 'seq', AttributeType: 'N' },
  ],
} satisfies Parameters<DynamoEngine['createTable']>[0];
