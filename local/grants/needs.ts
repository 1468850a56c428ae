import { isObject, type Json, type JsonObject } from '../template/json.ts';
import { leadingKeys } from './leading-keys.ts';
import type { Need } from './rules.ts';

/** Where the stack is, which is in the ARNs of what it has. */
export interface Place {
  readonly region: string;
  readonly account: string;
  /** What the partition key of each table is called. */
  readonly partitionKeys?: Readonly<Record<string, string>>;
}

/** The action that each part of TransactWriteItems is. */
const writesOfTransaction: Readonly<Record<string, string | undefined>> = {
  ConditionCheck: 'ConditionCheckItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
};

/** What a call of DynamoDB needs: for each table that it names, and for an index the index. */
export function dynamoDbNeeds(operation: string, body: JsonObject, place: Place): readonly Need[] {
  const on = (action: string, table: Json | undefined, index?: Json): Need => ({
    action: `dynamodb:${action}`,
    resource: `${tableArn(table, place)}${index === undefined ? '' : `/index/${String(index)}`}`,
    context: { 'dynamodb:LeadingKeys': leadingKeys(action, body, String(table), place) },
  });
  switch (operation) {
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(objectIn(body, 'RequestItems')).map((table) => on(operation, table));
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return objectsIn(body['TransactItems']).flatMap((item) =>
        Object.entries(item).map(([part, of]) =>
          on(writesOfTransaction[part] ?? 'GetItem', isObject(of) ? of['TableName'] : undefined),
        ),
      );
    default:
      return [on(operation, body['TableName'], body['IndexName'])];
  }
}

function tableArn(table: Json | undefined, { region, account }: Place): string {
  if (typeof table !== 'string') return '*';
  return table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${account}:table/${table}`;
}

/** What a call of SQS needs; each of a batch is what one by itself is. */
export function sqsNeeds(operation: string, body: JsonObject, place: Place): readonly Need[] {
  const url = body['QueueUrl'] ?? body['QueueName'];
  const name = typeof url === 'string' ? url.split('/').at(-1) : undefined;
  const resource =
    name === undefined ? '*' : `arn:aws:sqs:${place.region}:${place.account}:${name}`;
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource }];
}

/** What a call of SSM needs, on the parameter that it names. */
export function ssmNeeds(operation: string, body: JsonObject, place: Place): readonly Need[] {
  const { Name: name } = body;
  const path = typeof name === 'string' ? name.replace(/^\//, '') : '*';
  const resource = `arn:aws:ssm:${place.region}:${place.account}:parameter/${path}`;
  return [{ action: `ssm:${operation}`, resource }];
}

/** What a call of KMS needs, on the key that it names. */
export function kmsNeeds(operation: string, body: JsonObject, place: Place): readonly Need[] {
  const { KeyId: named } = body;
  const id = typeof named === 'string' ? named : '*';
  const resource = id.startsWith('arn:')
    ? id
    : `arn:aws:kms:${place.region}:${place.account}:key/${id}`;
  return [{ action: `kms:${operation}`, resource }];
}

/** A request to S3, as far as it says what it needs. */
interface S3Asked {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: Uint8Array;
}

/**
 * What a call of S3 needs. Whoever may not list a bucket is not told that an object is not there: to read what is not
 * needs that as well.
 */
export function s3Needs(
  asked: S3Asked,
  isThere: (bucket: string, key: string) => boolean,
): readonly Need[] {
  const { method } = asked;
  const url = new URL(asked.url, 'http://127.0.0.1');
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  const has = (name: string): boolean => url.searchParams.has(name);
  const on = (action: string, object = key): readonly Need[] => [
    { action: `s3:${action}`, resource: objectArn(bucket, object) },
  ];
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  if (key === '') return bucketNeeds(asked, on, has);
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (has('uploadId')) return on('ListMultipartUploadParts');
      return [
        ...on('GetObject'),
        ...(has('attributes') ? on('GetObjectAttributes') : []),
        ...(isThere(bucket, key) ? [] : on('ListBucket', '')),
      ];
    case 'DELETE':
      return on(has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject');
    default:
      return [
        ...on('PutObject').map((need) => ({ ...need, context: putContext(asked, has) })),
        ...copied(asked.headers['x-amz-copy-source']),
      ];
  }
}

function bucketNeeds(
  { method, body }: S3Asked,
  on: (action: string, object?: string) => readonly Need[],
  has: (name: string) => boolean,
): readonly Need[] {
  if (has('lifecycle')) return on(`${method === 'GET' ? 'Get' : 'Put'}LifecycleConfiguration`);
  switch (method) {
    case 'PUT':
      return on('CreateBucket');
    case 'DELETE':
      return on('DeleteBucket');
    case 'POST': {
      const keys = Buffer.from(body ?? [])
        .toString()
        .matchAll(/<Key>(.*?)<\/Key>/gs);
      return [...keys].flatMap(([, key]) => on('DeleteObject', key));
    }
    default:
      return on('ListBucket');
  }
}

/** What conditions may ask of a put: parts of an upload create nothing, what completes it does. */
function putContext(
  { method, headers }: S3Asked,
  has: (name: string) => boolean,
): Readonly<Record<string, string>> {
  const creates = method === 'POST' ? has('uploadId') : !has('partNumber');
  const noneMatch = headers['if-none-match'];
  return {
    's3:ObjectCreationOperation': String(creates),
    ...(noneMatch === undefined ? {} : { 's3:if-none-match': String(noneMatch) }),
  };
}

function copied(source: string | readonly string[] | undefined): readonly Need[] {
  if (typeof source !== 'string') return [];
  const [bucket = '', ...key] = decodeURIComponent(source).replace(/^\//, '').split('/');
  return [{ action: 's3:GetObject', resource: objectArn(bucket, key.join('/')) }];
}

const objectArn = (bucket: string, key: string): string =>
  `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;

const objectIn = (body: JsonObject, name: string): JsonObject => {
  const value = body[name];
  return isObject(value) ? value : {};
};

const objectsIn = (list: Json | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? (list as readonly Json[]).filter(isObject) : [];
