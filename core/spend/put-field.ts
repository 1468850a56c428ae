import { decimalFrom } from '../kernel/decimal.ts';
import { isJsonObject, type JsonObject, type JsonValue, LongNumber } from '../kernel/json.ts';

/**
 * An object with `value` in a field: at the top by its name, or anywhere by JSON Pointer, as meters read fields. What
 * else is there stays. Undefined where the field is in something that is no object; and with `keep`, where the field
 * has another value already.
 */
export function putField(
  object: JsonObject,
  path: string,
  value: JsonValue,
  before: 'keep' | 'replace' = 'replace',
): JsonObject | undefined {
  const steps = path.startsWith('/') ? path.slice(1).split('/').map(unescaped) : [path];
  return putAt(object, steps, { value, before });
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

function putAt(
  object: JsonObject,
  [step, ...deeper]: readonly string[],
  put: { readonly value: JsonValue; readonly before: 'keep' | 'replace' },
): JsonObject | undefined {
  if (step === undefined) return undefined;
  const there = Object.hasOwn(object, step) ? object[step] : undefined;
  if (deeper.length === 0) {
    if (there === undefined || put.before === 'replace') return { ...object, [step]: put.value };
    return isSame(there, put.value) ? object : undefined;
  }
  if (there !== undefined && !isJsonObject(there)) return undefined;
  const inner = putAt(there ?? {}, deeper, put);
  return inner === undefined ? undefined : { ...object, [step]: inner };
}

/** Whether a meter reads the same off both: numbers may be written as text. */
function isSame(a: JsonValue, b: JsonValue): boolean {
  const [one, other] = [textOf(a), textOf(b)];
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  const number = typeof b === 'string' ? undefined : decimalFrom(one);
  return number !== undefined && number === decimalFrom(other);
}

function textOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof LongNumber ? value.text : undefined;
}
