import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** A table with the key of the books' log. */
export const booksLogTable = {
  KeySchema: [
    { AttributeName: 'tenant', KeyType: 'HASH' },
    { AttributeName: 'seq', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'tenant', AttributeType: 'S' },
    { AttributeName: 'seq', AttributeType: 'N' },
  ],
} satisfies Omit<CreateTableCommandInput, 'TableName' | 'BillingMode'>;
