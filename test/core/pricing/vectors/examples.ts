import { existsSync, readFileSync } from 'node:fs';
import { type Decimal, decimalFrom } from '../../../../core/kernel/decimal.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonMap;
export type JsonMap = { readonly [name: string]: Json };

/** A worked example of another billing system: its own names, its own figures. */
export interface Example {
  readonly id: string;
  readonly system: 'flexprice' | 'killbill' | 'lago' | 'meteroid' | 'openmeter' | 'polar';
  readonly model: string;
  readonly properties: JsonMap;
  readonly units_or_events: Json;
  readonly expected_amount: Json;
}

const file = new URL('../../../../../shared/vectors/pricing.json', import.meta.url);

export const hasExamples = existsSync(file);

export const readExamples = (): readonly Example[] =>
  JSON.parse(readFileSync(file, 'utf8')) as readonly Example[];

export const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function mapIn(value: Json | undefined): JsonMap {
  if (!isMap(value)) throw new TypeError(`expected an object, got ${JSON.stringify(value)}`);
  return value;
}

export function listIn(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new TypeError(`expected a list, got ${JSON.stringify(value)}`);
  return value as readonly Json[];
}

export function textIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TypeError(`expected text, got ${JSON.stringify(value)}`);
}

export function decimalIn(value: Json | undefined): Decimal {
  const decimal = decimalFrom(textIn(value));
  if (decimal === undefined) throw new TypeError(`expected a decimal, got ${textIn(value)}`);
  return decimal;
}
