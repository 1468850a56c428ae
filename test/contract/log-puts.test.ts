import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { auditId } from '../../core/access/audit/audit-log.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbAuditLog } from '../../functions/adapters/dynamo-db-audit-log.ts';
import { dynamoDbBooksLog } from '../../functions/adapters/dynamo-db-books-log.ts';
import { dynamoDbSpendLog } from '../../functions/adapters/dynamo-db-spend-log.ts';
import { DynamoDbUsageLog } from '../../functions/adapters/dynamo-db-usage-log.ts';

/** A client that answers everything with nothing, and keeps what it was sent. */
function listening() {
  const sent: { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[] = [];
  const client = {
    send: async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
      sent.push({ name: command.constructor.name, input: command.input });
      return {};
    },
  } as unknown as DynamoDBClient;
  return { client, sent };
}

const spendTables = { log: 't', kept: 't' };
const block = { seq: 1, bytes: new Uint8Array([1]) };
const change = {
  id: auditId(timestampOf(0), 'r'),
  tenant: 'acme',
  at: timestampOf(0),
  keyId: undefined,
  actor: undefined,
  action: 'revoke a key',
  target: 'key1',
  body: undefined,
};

describe('what is added to a log', () => {
  it.each<[string, (client: DynamoDBClient) => Promise<unknown>]>([
    [
      'the usage log',
      (client) =>
        new DynamoDbUsageLog(client, 't').append({ tenant: 'acme', shard: 0, minute: 60 }, block),
    ],
    ['the books', (client) => dynamoDbBooksLog(client, 't').append('acme', block)],
    ['a spend log', (client) => dynamoDbSpendLog(client, spendTables).append('acme', 'log', block)],
    [
      'a page of keys of a spend log',
      (client) => dynamoDbSpendLog(client, spendTables).putKeys('acme', 'log', 1, block.bytes),
    ],
    ['what was asked', (client) => dynamoDbAuditLog(client, 't').ask(change)],
    [
      'what was answered',
      (client) => dynamoDbAuditLog(client, 't').answer(change, { status: 200, code: undefined }),
    ],
    ['a use of a key', (client) => dynamoDbAuditLog(client, 't').note('key1', '2026-11-22')],
  ])('is one put that replaces nothing: %s', async (_, add) => {
    const { client, sent } = listening();

    await add(client);

    expect(sent).toEqual([
      {
        name: 'PutItemCommand',
        input: expect.objectContaining({
          ConditionExpression: expect.stringMatching(/^attribute_not_exists\((#seq|pk)\)$/),
        }),
      },
    ]);
  });
});
