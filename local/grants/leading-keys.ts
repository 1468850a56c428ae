import { isObject, type Json, type JsonObject } from '../template/json.ts';

/** What is like no key, of a call of which it is not said here which keys it names: so nothing is let through by it. */
const UNTOLD = '';

/** The partition keys that a call of DynamoDB names, as conditions see them: none of a scan. */
export function leadingKeys(
  action: string,
  body: JsonObject,
  table: string,
  { partitionKeys = {} }: { readonly partitionKeys?: Readonly<Record<string, string>> },
): readonly string[] {
  const name = partitionKeys[table];
  if (action === 'Scan') return [];
  if (name === undefined) return [UNTOLD];
  const at = (keys: Json | undefined): string => textOf(isObject(keys) ? keys[name] : undefined);
  switch (action) {
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem':
      return [at(body['Key'])];
    case 'PutItem':
      return [at(body['Item'])];
    case 'Query':
      return [queried(body, name)];
    case 'BatchGetItem': {
      const asked = isObject(body['RequestItems']) ? body['RequestItems'][table] : undefined;
      const keys = isObject(asked) ? asked['Keys'] : undefined;
      return Array.isArray(keys) ? (keys as readonly Json[]).map(at) : [UNTOLD];
    }
    default:
      return [UNTOLD];
  }
}

/** A text, a number or bytes, as DynamoDB writes them. */
function textOf(value: Json | undefined): string {
  const [text] = isObject(value) ? Object.values(value) : [];
  return typeof text === 'string' ? text : UNTOLD;
}

/** What the partition key is to be equal to. */
function queried(body: JsonObject, name: string): string {
  const names = isObject(body['ExpressionAttributeNames']) ? body['ExpressionAttributeNames'] : {};
  const values = body['ExpressionAttributeValues'];
  const terms = String(body['KeyConditionExpression'] ?? '').matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g);
  const term = [...terms].find(([, given = '']) => (names[given] ?? given) === name);
  return textOf(isObject(values) ? values[term?.[2] ?? ''] : undefined);
}
