import { isJsonObject, type JsonObject, type JsonValue, LongNumber } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { kindOf, shown } from '../metering/shown.ts';

/** OtlpAttributes by their names, each an `AnyValue` in the form of OTLP's JSON. */
export type OtlpAttributes = ReadonlyMap<string, JsonValue>;

/** A list of `KeyValue`; of one key twice, the last stands. What is none is passed over: nobody could ask for it. */
export function attributesFrom(list: readonly JsonValue[]): OtlpAttributes {
  const attributes = new Map<string, JsonValue>();
  for (const one of list) {
    if (!isJsonObject(one)) continue;
    const { key, value } = one;
    if (typeof key === 'string' && value !== undefined) attributes.set(key, value);
  }
  return attributes;
}

/**
 * An `AnyValue` as JSON: whole numbers exactly, doubles by the shortest decimal that is the same double, bytes in
 * base64. Undefined where it holds nothing.
 * @throws Rejection `otlp.value-unsuited`
 */
export function plainValue(any: JsonValue): JsonValue | undefined {
  if (!isJsonObject(any)) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } =
    any;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (intValue !== undefined) return numberOf(wholeNumber(intValue));
  if (doubleValue !== undefined) return shortestDecimal(doubleValue);
  if (isJsonObject(arrayValue)) return listOf(arrayValue).map((one) => plainValue(one) ?? null);
  if (isJsonObject(kvlistValue)) return objectFrom(attributesFrom(listOf(kvlistValue)));
  return typeof bytesValue === 'string' ? bytesValue : undefined;
}

const listOf = ({ values }: JsonObject): readonly JsonValue[] =>
  Array.isArray(values) ? (values as readonly JsonValue[]) : [];

function objectFrom(attributes: OtlpAttributes): JsonObject {
  const members = [...attributes].map(([key, any]): [string, JsonValue] => {
    if (key === '__proto__') {
      const detail = 'rename the key __proto__, which is not accepted anywhere';
      throw new Rejection('otlp.value-unsuited', detail);
    }
    return [key, plainValue(any) ?? null];
  });
  return Object.fromEntries(members);
}

const WHOLE = /^-?\d{1,20}$/;

/** A 64-bit number: JSON has it as a number or as text. @throws Rejection `otlp.value-unsuited` */
export function wholeNumber(value: JsonValue): bigint {
  const text = numberText(value);
  if (text !== undefined && WHOLE.test(text)) return BigInt(text);
  const got = text === undefined ? kindOf(value) : shown(text);
  throw new Rejection('otlp.value-unsuited', `send a whole number of 64 bits, got ${got}`);
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** @throws Rejection `otlp.value-unsuited` for what is no number, not a number, or infinite. */
export function shortestDecimal(value: JsonValue): JsonValue {
  const text = numberText(value);
  // biome-ignore lint/plugin: what was sent is a double, and becomes a decimal before anything counts it.
  const double = text !== undefined && NUMBER.test(text) ? Number.parseFloat(text) : undefined;
  if (Number.isFinite(double)) return numberOf(double === 0 ? '0' : String(double));
  const detail = `send a number that is one: ${shown(String(text ?? kindOf(value)))} is none to be counted`;
  throw new Rejection('otlp.value-unsuited', detail);
}

function numberText(value: JsonValue): string | undefined {
  if (value instanceof LongNumber) return value.text;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}

/** A number of JSON with these very digits. */
export const numberOf = (number: bigint | string): JsonValue => new LongNumber(String(number));

/** A text, a number or a boolean as text; undefined of what has no one text. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (value instanceof LongNumber) return value.text;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}
