import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** A table with the key of the catalog's and of the quarantine's. */
export const textKeyTable = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
} satisfies Omit<CreateTableCommandInput, 'TableName' | 'BillingMode'>;
