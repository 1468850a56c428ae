import { describe, expect, it } from '@jest/globals';
import { dynamoDbNeeds, s3Needs, sqsNeeds } from '../../local/grants/needs.ts';
import type { Need } from '../../local/grants/rules.ts';

const place = { region: 'eu-west-1', account: '000000000000' };
const table = 'arn:aws:dynamodb:eu-west-1:000000000000:table';
const queue = 'arn:aws:sqs:eu-west-1:000000000000:orders';
const short = (needs: readonly Need[]) =>
  needs.map(({ action, resource }) => `${action} ${resource}`);

describe('what a call of DynamoDB needs', () => {
  it.each<[string, object, readonly string[]]>([
    ['GetItem', { TableName: 'A' }, [`dynamodb:GetItem ${table}/A`]],
    ['Query', { TableName: 'A', IndexName: 'I' }, [`dynamodb:Query ${table}/A/index/I`]],
    ['Scan', { TableName: `${table}/A` }, [`dynamodb:Scan ${table}/A`]],
    ['ListTables', {}, ['dynamodb:ListTables *']],
    [
      'BatchGetItem',
      { RequestItems: { A: {}, B: {} } },
      [`dynamodb:BatchGetItem ${table}/A`, `dynamodb:BatchGetItem ${table}/B`],
    ],
    ['BatchWriteItem', { RequestItems: { A: [] } }, [`dynamodb:BatchWriteItem ${table}/A`]],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'A' } },
          { Update: { TableName: 'A' } },
          { Delete: { TableName: 'B' } },
          { ConditionCheck: { TableName: 'C' } },
        ],
      },
      [
        `dynamodb:PutItem ${table}/A`,
        `dynamodb:UpdateItem ${table}/A`,
        `dynamodb:DeleteItem ${table}/B`,
        `dynamodb:ConditionCheckItem ${table}/C`,
      ],
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'A' } }] },
      [`dynamodb:GetItem ${table}/A`],
    ],
  ])('%s of %j', (operation, body, expected) => {
    expect(short(dynamoDbNeeds(operation, body as never, place))).toEqual(expected);
  });
});

describe('the keys that a call of DynamoDB names', () => {
  const known = { ...place, partitionKeys: { A: 'pk' } };
  const pk = (S: string) => ({ pk: { S }, sk: { S: 'x' } });
  const asks = { ExpressionAttributeValues: { ':a': { S: 'one' }, ':b': { S: 'two' } } };

  it.each<[string, object, readonly string[]]>([
    ['GetItem', { Key: pk('one') }, ['one']],
    ['PutItem', { Item: { ...pk('one'), more: { N: '1' } } }, ['one']],
    ['Query', { ...asks, KeyConditionExpression: 'sk = :b AND pk = :a' }, ['one']],
    [
      'Query',
      {
        ...asks,
        KeyConditionExpression: '#k = :b',
        ExpressionAttributeNames: { '#k': 'pk' },
      },
      ['two'],
    ],
    ['BatchGetItem', { RequestItems: { A: { Keys: [pk('one'), pk('two')] } } }, ['one', 'two']],
    ['Scan', {}, []],
    // Of what is not told here, no condition lets anything through.
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'A', Key: pk('one') } }] }, ['']],
  ])('%s of %j', (operation, body, expected) => {
    const [need] = dynamoDbNeeds(operation, { TableName: 'A', ...body } as never, known);

    expect(need?.context).toEqual({ 'dynamodb:LeadingKeys': expected });
  });
});

describe('what a call of SQS needs', () => {
  const QueueUrl = 'http://127.0.0.1:1/000000000000/orders';

  it.each<[string, object, string]>([
    ['SendMessage', { QueueUrl }, `sqs:SendMessage ${queue}`],
    ['SendMessageBatch', { QueueUrl }, `sqs:SendMessage ${queue}`],
    ['DeleteMessageBatch', { QueueUrl }, `sqs:DeleteMessage ${queue}`],
    ['GetQueueUrl', { QueueName: 'orders' }, `sqs:GetQueueUrl ${queue}`],
    ['ListQueues', {}, 'sqs:ListQueues *'],
  ])('%s of %j', (operation, body, expected) => {
    expect(short(sqsNeeds(operation, body as never, place))).toEqual([expected]);
  });
});

describe('what a call of S3 needs', () => {
  const asked = (method: string, url: string, headers = {}, body = '') =>
    s3Needs({ method, url, headers, body: Buffer.from(body) }, (_, key) => key !== 'gone');
  const [bucket, object] = ['arn:aws:s3:::docs', 'arn:aws:s3:::docs/a b/c'];

  it.each<[string, string, readonly string[]]>([
    ['GET', '/', ['s3:ListAllMyBuckets *']],
    ['GET', '/docs?list-type=2', [`s3:ListBucket ${bucket}`]],
    ['HEAD', '/docs', [`s3:ListBucket ${bucket}`]],
    ['PUT', '/docs', [`s3:CreateBucket ${bucket}`]],
    ['PUT', '/docs?lifecycle', [`s3:PutLifecycleConfiguration ${bucket}`]],
    ['GET', '/docs/a%20b/c?x-id=GetObject', [`s3:GetObject ${object}`]],
    [
      'GET',
      '/docs/a%20b/c?attributes',
      [`s3:GetObject ${object}`, `s3:GetObjectAttributes ${object}`],
    ],
    ['HEAD', '/docs/gone', [`s3:GetObject ${bucket}/gone`, `s3:ListBucket ${bucket}`]],
    ['PUT', '/docs/a%20b/c', [`s3:PutObject ${object}`]],
    ['POST', '/docs/a%20b/c?uploads', [`s3:PutObject ${object}`]],
    ['DELETE', '/docs/a%20b/c', [`s3:DeleteObject ${object}`]],
    ['DELETE', '/docs/a%20b/c?uploadId=1', [`s3:AbortMultipartUpload ${object}`]],
  ])('%s %s', (method, url, expected) => {
    expect(short(asked(method, url))).toEqual(expected);
  });

  it('of many objects at a time, each of them', () => {
    const body = '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>';

    expect(short(asked('POST', '/docs?delete', {}, body))).toEqual([
      `s3:DeleteObject ${bucket}/a`,
      `s3:DeleteObject ${bucket}/b`,
    ]);
  });

  it('of a copy, to read what is copied', () => {
    expect(short(asked('PUT', '/docs/a', { 'x-amz-copy-source': '/other/x%20y' }))).toEqual([
      `s3:PutObject ${bucket}/a`,
      's3:GetObject arn:aws:s3:::other/x y',
    ]);
  });

  it.each<[string, string, object, object]>([
    ['PUT', '/docs/a', {}, { 's3:ObjectCreationOperation': 'true' }],
    [
      'PUT',
      '/docs/a',
      { 'if-none-match': '*' },
      { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' },
    ],
    ['PUT', '/docs/a?partNumber=1&uploadId=1', {}, { 's3:ObjectCreationOperation': 'false' }],
    ['POST', '/docs/a?uploads', {}, { 's3:ObjectCreationOperation': 'false' }],
    ['POST', '/docs/a?uploadId=1', {}, { 's3:ObjectCreationOperation': 'true' }],
  ])('%s %s with %j, as conditions see it', (method, url, headers, context) => {
    expect(asked(method, url, headers)[0]?.context).toEqual(context);
  });
});
