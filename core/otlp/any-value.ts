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

/** An event has at most so much, and so has all that one is made of. */
const valueBytesMax = 32 * 1024;

interface Converted {
  readonly value: JsonValue | undefined;
  readonly refusal?: Rejection;
}

/** What all records of a resource take from it is converted once, however large it is. */
const converted = new WeakMap<JsonObject, Converted>();
/** What lists and objects that were converted take. */
const bytesOfParts = new WeakMap<object, number>();

/**
 * An `AnyValue` as JSON: whole numbers exactly, doubles by the shortest decimal that is the same double, bytes in
 * base64. Undefined where it holds nothing.
 * @throws Rejection `otlp.value-unsuited`, `event.too-large`
 */
export function plainValue(any: JsonValue): JsonValue | undefined {
  if (!isJsonObject(any)) return undefined;
  const { value, refusal } = converted.get(any) ?? convert(any);
  if (refusal !== undefined) throw refusal;
  return value;
}

function convert(any: JsonObject): Converted {
  let made: Converted;
  const room = { left: valueBytesMax };
  try {
    const value = valueWithin(any, room);
    if (typeof value === 'object' && value !== null) {
      bytesOfParts.set(value, valueBytesMax - room.left);
    }
    made = { value };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    made = { value: undefined, refusal: error };
  }
  converted.set(any, made);
  return made;
}

/** How much is left of what a value may take. */
interface Room {
  left: number;
}

function valueWithin(any: JsonValue, room: Room): JsonValue | undefined {
  if (!isJsonObject(any)) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } =
    any;
  take(room, 1);
  if (typeof stringValue === 'string') return textWithin(stringValue, room);
  if (typeof boolValue === 'boolean') return boolValue;
  if (intValue !== undefined) return numberOf(wholeNumber(intValue));
  if (doubleValue !== undefined) return shortestDecimal(doubleValue);
  if (isJsonObject(arrayValue)) return listOf(arrayValue).map((one) => itemWithin(one, room));
  if (isJsonObject(kvlistValue)) return objectFrom(attributesFrom(listOf(kvlistValue)), room);
  return typeof bytesValue === 'string' ? textWithin(bytesValue, room) : undefined;
}

function itemWithin(any: JsonValue, room: Room): JsonValue {
  take(room, 1);
  return valueWithin(any, room) ?? null;
}

function textWithin(text: string, room: Room): string {
  take(room, Buffer.byteLength(text));
  return text;
}

function take(room: Room, bytes: number): void {
  room.left -= bytes;
  if (room.left < 0) throw tooLarge();
}

/** @throws Rejection where values are more than an event has room for, before they are written */
export function refuseTooMuch(values: Iterable<JsonValue>): void {
  const room = { left: valueBytesMax };
  for (const value of values) take(room, bytesOf(value));
}

function bytesOf(value: JsonValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'object' && value !== null ? (bytesOfParts.get(value) ?? 1) : 1;
}

const tooLarge = (): Rejection =>
  new Rejection(
    'event.too-large',
    `send and map less: an event has at most ${valueBytesMax} bytes`,
    { param: '/data' },
  );

const listOf = ({ values }: JsonObject): readonly JsonValue[] =>
  Array.isArray(values) ? (values as readonly JsonValue[]) : [];

function objectFrom(attributes: OtlpAttributes, room: Room): JsonObject {
  const members = [...attributes].map(([key, any]): [string, JsonValue] => {
    if (key === '__proto__') {
      const detail = 'rename the key __proto__, which is not accepted anywhere';
      throw new Rejection('otlp.value-unsuited', detail);
    }
    return [textWithin(key, room), itemWithin(any, room)];
  });
  return Object.fromEntries(members);
}

const WHOLE = /^-?\d{1,20}$/;
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n } as const;

/** A 64-bit number: JSON has it as a number or as text. @throws Rejection `otlp.value-unsuited` */
export function wholeNumber(
  value: JsonValue,
  { min, max }: { readonly min: bigint; readonly max: bigint } = int64,
): bigint {
  const text = numberText(value);
  if (text !== undefined && WHOLE.test(text)) {
    const whole = BigInt(text);
    if (whole >= min && whole <= max) return whole;
  }
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
