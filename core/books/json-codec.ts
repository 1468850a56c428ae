import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type ExactAmount, exactOf } from '../kernel/exact-amount.ts';
import { InvariantViolation, invariant } from '../kernel/invariant.ts';
import { isJsonObject, type JsonValue } from '../kernel/json.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { isMonth, type Month } from '../kernel/month.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';

/** How a value of ours is kept as JSON, and read again. */
export interface Codec<Value> {
  toJson(value: Value): JsonValue;
  /** Throws an `InvariantViolation` that says what is wrong `at` which place. */
  fromJson(json: JsonValue, at: string): Value;
}

/** The codec of a member that may be left out. */
interface Optional<Value> {
  readonly optional: Codec<Value>;
}

/** A codec for each member: one that is added to the type does not compile until it is here. */
export type Members<Value extends object> = {
  readonly [Name in keyof Value]-?: object extends Pick<Value, Name>
    ? Optional<Exclude<Value[Name], undefined>>
    : Codec<Value[Name]>;
};

type AnyMember = Codec<unknown> | Optional<unknown>;

const shown = (json: JsonValue): string => JSON.stringify(json).slice(0, 80);

function text(json: JsonValue, at: string): string {
  if (typeof json === 'string') return json;
  throw new InvariantViolation(`${at} is a text, got ${shown(json)}`);
}

function integer(json: JsonValue, at: string): number {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return json;
  throw new InvariantViolation(`${at} is a whole number, got ${shown(json)}`);
}

function listed(json: JsonValue, at: string): readonly JsonValue[] {
  if (Array.isArray(json)) return json as readonly JsonValue[];
  throw new InvariantViolation(`${at} is a list, got ${shown(json)}`);
}

export const textCodec: Codec<string> = { toJson: (value) => value, fromJson: text };
export const integerCodec: Codec<number> = { toJson: (value) => value, fromJson: integer };
export const timestampCodec: Codec<Timestamp> = {
  toJson: (value) => value,
  fromJson: (json, at) => timestampOf(integer(json, at)),
};
export const monthCodec: Codec<Month> = {
  toJson: (value) => value,
  fromJson(json, at) {
    const month = text(json, at);
    if (isMonth(month)) return month;
    throw new InvariantViolation(`${at} is a month, got ${shown(json)}`);
  },
};
export const trueCodec: Codec<true> = {
  toJson: (value) => value,
  fromJson(json, at) {
    invariant(json === true, `${at} is true, got ${shown(json)}`);
    return true;
  },
};
export const flagCodec: Codec<boolean> = {
  toJson: (value) => value,
  fromJson(json, at) {
    if (typeof json === 'boolean') return json;
    throw new InvariantViolation(`${at} is true or false, got ${shown(json)}`);
  },
};
export const currencyCodec: Codec<Currency> = {
  toJson: (value) => value,
  fromJson(json, at) {
    const currency = currencyFrom(text(json, at));
    if (currency !== undefined) return currency;
    throw new InvariantViolation(`${at} is a currency, got ${shown(json)}`);
  },
};

const WHOLE = /^(?:0|-?[1-9]\d*)$/;

/** Whole units as text: a JSON number does not hold them. */
const unitsCodec = <Value extends bigint>(of: (units: bigint) => Value): Codec<Value> => ({
  toJson: (value) => value.toString(),
  fromJson(json, at) {
    const units = text(json, at);
    if (WHOLE.test(units)) return of(BigInt(units));
    throw new InvariantViolation(`${at} is whole units as text, got ${shown(json)}`);
  },
});
export const nanosCodec: Codec<Nanos> = unitsCodec(nanosOf);
export const exactCodec: Codec<ExactAmount> = unitsCodec(exactOf);
export const decimalCodec: Codec<Decimal> = unitsCodec(decimalOf);

/** One of some texts: a record, so that none is forgotten. */
export const oneOf = <Value extends string>(
  values: Readonly<Record<Value, true>>,
): Codec<Value> => ({
  toJson: (value) => value,
  fromJson(json, at) {
    const isKnown = (value: string): value is Value => Object.hasOwn(values, value);
    const value = text(json, at);
    if (isKnown(value)) return value;
    const names = Object.keys(values).join(', ');
    throw new InvariantViolation(`${at} is one of ${names}, got ${shown(json)}`);
  },
});

export const list = <Value>(item: Codec<Value>): Codec<readonly Value[]> => ({
  toJson: (values) => values.map((value) => item.toJson(value)),
  fromJson: (json, at) =>
    listed(json, at).map((value, index) => item.fromJson(value, `${at}[${index}]`)),
});

export const optional = <Value>(codec: Codec<Value>): Optional<Value> => ({ optional: codec });

/** An object by the names of its members. One that it does not know is an error: it would be lost. */
export function object<Value extends object>(members: Members<Value>): Codec<Value> {
  const known = Object.entries<AnyMember>(members);
  return {
    toJson: (value) => Object.fromEntries(jsonOf(known, value).filter(([, json]) => json !== null)),
    fromJson(json, at) {
      if (!isJsonObject(json)) {
        throw new InvariantViolation(`${at} is an object, got ${shown(json)}`);
      }
      for (const name of Object.keys(json)) {
        if (!Object.hasOwn(members, name))
          throw new InvariantViolation(`${at} has no member ${name}`);
      }
      return membersOf(known, (name) => json[name] ?? null, at);
    },
  };
}

/** The same object, kept with other names for some of its members: those that it was first written with. */
export const keptAs = <Value extends object>(
  names: { readonly [Name in keyof Value & string]?: string },
  codec: Codec<Value>,
): Codec<Value> => {
  const kept = new Map(Object.entries<string | undefined>(names));
  const own = new Map([...kept].map(([name, other]) => [other, name]));
  const renamed = (json: JsonValue, to: ReadonlyMap<unknown, string | undefined>): JsonValue =>
    isJsonObject(json)
      ? Object.fromEntries(Object.entries(json).map(([name, of]) => [to.get(name) ?? name, of]))
      : json;
  return {
    toJson: (value) => renamed(codec.toJson(value), kept),
    fromJson: (json, at) => codec.fromJson(renamed(json, own), at),
  };
};

/**
 * An object as a list of its members, in the order in which they are given here; those left out at its end are not
 * there. A member that is added goes last, and may be left out.
 */
export function row<Value extends object>(members: Members<Value>): Codec<Value> {
  const known = Object.entries<AnyMember>(members);
  const places = new Map(known.map(([name], index) => [name, index]));
  return {
    toJson(value) {
      const cells = jsonOf(known, value).map(([, json]) => json);
      return cells.slice(0, cells.findLastIndex((json) => json !== null) + 1);
    },
    fromJson(json, at) {
      const cells = listed(json, at);
      const isKnown = cells.length <= known.length;
      invariant(isKnown, `${at} has ${known.length} members at most, got ${cells.length}`);
      return membersOf(known, (name) => cells[places.get(name) ?? -1] ?? null, at);
    },
  };
}

/** Each member's name and JSON; null where it is left out. */
const jsonOf = (known: readonly [string, AnyMember][], value: object): [string, JsonValue][] =>
  known.map(([name, member]) => {
    const inner: unknown = Reflect.get(value, name);
    if ('toJson' in member) {
      invariant(inner !== undefined, `${name} is there to be kept`);
      return [name, member.toJson(inner)];
    }
    return [name, inner === undefined ? null : member.optional.toJson(inner)];
  });

function membersOf<Value extends object>(
  known: readonly [string, AnyMember][],
  jsonAt: (name: string) => JsonValue,
  at: string,
): Value {
  const members: Record<string, unknown> = {};
  for (const [name, member] of known) {
    const json = jsonAt(name);
    const place = `${at}.${name}`;
    if ('toJson' in member) members[name] = member.fromJson(json, place);
    else if (json !== null) members[name] = member.optional.fromJson(json, place);
  }
  // Each member's codec is that of its type, which `Members` holds.
  return members as Value;
}
