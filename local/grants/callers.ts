import { randomBytes } from 'node:crypto';
import type { Stack } from '../stack.ts';
import type { KeySchema } from '../template/tables.ts';
import type { Caller, Callers } from './gate.ts';

/** The stack's functions as callers: each has an access key of its own, new at each start. */
export interface FunctionKeys {
  readonly callers: Callers;
  /** The access key of a function. */
  keyOf(definition: { readonly name: string }): string;
}

/** A key for each function, and what its policies let it do. */
export function functionKeys({
  functions,
  webFunction,
  policies,
  tables,
  region,
  account,
}: Stack): FunctionKeys {
  const all = [...functions, ...(webFunction === undefined ? [] : [webFunction])];
  const keys = new Map(all.map(({ name }) => [name, newAccessKey()]));
  const keyOf: FunctionKeys['keyOf'] = ({ name }) => {
    const key = keys.get(name);
    if (key === undefined) throw new Error(`there is no function ${name} in this stack`);
    return key;
  };
  const callerOf = ({ path, name, roleArn }: (typeof all)[number]): Caller => {
    const role = roleArn?.split('/').at(-1) ?? 'none';
    const arn = `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
    return { path, arn, statements: policies.of(roleArn) };
  };
  const byKey = Object.fromEntries(all.map((one) => [keyOf(one), callerOf(one)]));
  const partitionKeys = Object.fromEntries(
    tables.map(({ name, keySchema }) => [name, partitionKeyIn(keySchema)]),
  );
  return { callers: { region, account, partitionKeys, byKey }, keyOf };
}

const partitionKeyIn = (schema: KeySchema): string =>
  schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';

/** The id of an access key that nobody has. */
export const newAccessKey = (): string => `LOCAL${randomBytes(12).toString('hex').toUpperCase()}`;
