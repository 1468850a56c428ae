#!/usr/bin/env bash
# dynalite 4.0.0 (DynamoDB on LevelDB, with abstract-level 3): the iterator of a query is never closed.
#
# Each Query and Scan makes an iterator of the database and reads it to its end. abstract-level asks whoever makes an
# iterator to close it. dynalite does not, also where the whole range was read. So LevelDB keeps every one of them,
# with a snapshot of the database, until the process ends: its memory grows with each query that was ever asked.
#
# Seen (20 queries, each answered whole):
#   iterators made: 20
#   iterators closed: 0
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact dynalite@4.0.0 @aws-sdk/client-dynamodb@3.1162.0
cat >run.cjs <<'JS'
const stores = require('dynalite/db/index.js');
const { create } = stores;
let counts = false;
let made = 0;
let closed = 0;
stores.create = (options) => {
  const store = create(options);
  const { db } = store;
  for (const name of ['iterator', 'values', 'keys']) {
    const original = db[name].bind(db);
    db[name] = (...args) => {
      const iterator = original(...args);
      const close = iterator.close.bind(iterator);
      const counted = counts;
      if (counted) made += 1;
      iterator.close = (...rest) => {
        if (counted) closed += 1;
        return close(...rest);
      };
      return iterator;
    };
  }
  return store;
};
const dynalite = require('dynalite');
const {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  waitUntilTableExists,
} = require('@aws-sdk/client-dynamodb');

const server = dynalite({ createTableMs: 0 });
server.listen(0, '127.0.0.1', async () => {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'usage',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: 'usage' });
  for (const n of ['1', '2', '3']) {
    await client.send(new PutItemCommand({ TableName: 'usage', Item: { pk: { S: 'a' }, sk: { N: n } } }));
  }
  counts = true;
  for (let round = 0; round < 20; round += 1) {
    const { Count, LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: 'usage',
        KeyConditionExpression: 'pk = :a',
        ExpressionAttributeValues: { ':a': { S: 'a' } },
      }),
    );
    if (Count !== 3 || LastEvaluatedKey !== undefined) throw new Error('the query was not whole');
  }
  counts = false;
  await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(`iterators made: ${made}`);
  console.log(`iterators closed: ${closed}`);
  process.exit(0);
});
JS

seen=$(node run.cjs)
expected=$(
  cat <<'SEEN'
iterators made: 20
iterators closed: 0
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
