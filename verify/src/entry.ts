import { type Bytes, bytesFromBase64, joined, sha256, textFrom, utf8 } from './bytes.ts';
import { BadJson, canonical, isObject, type Json, type JsonObject, jsonFrom } from './json.ts';

/** What an entry of the log opens to: the place of a document in the books, and the document as they keep it. */
export interface Entry {
  readonly seq: number;
  readonly index: number;
  readonly document: JsonObject;
  /** What goes with it and is not in the log: versions of plans, by what their digests in the document say. */
  readonly prices: readonly Json[];
  /** What the log has of it: SHA-256 of salt and text. */
  readonly commitment: Bytes;
}

/** What is wrong with an entry. */
export class BadEntry extends Error {}

const SALT_BYTES = 32;

/** @throws BadEntry where `extra` of a proof is anything but canonical JSON of a salt, a text, and prices. */
export async function entryFrom(extra: Bytes): Promise<Entry> {
  const opening = canonicalObject(textFrom(extra) ?? '');
  const { salt: encoded, text, prices = [], ...more } = opening;
  const salt = typeof encoded === 'string' ? bytesFromBase64(encoded) : undefined;
  if (salt?.length !== SALT_BYTES || typeof text !== 'string' || !Array.isArray(prices))
    throw new BadEntry('it has a salt of 32 bytes, a text, and a list of prices or none');
  if (Object.keys(more).length > 0) throw new BadEntry('it has members that nobody knows');
  const { seq, index, document } = canonicalObject(text);
  if (typeof seq !== 'number' || typeof index !== 'number' || !isObject(document))
    throw new BadEntry('its text says no document of the books');
  const commitment = await sha256(joined(salt, utf8(text)));
  return { seq, index, document, prices: prices as readonly Json[], commitment };
}

/** Of one value there is one text: any other may be read as something else by somebody. */
export function canonicalObject(text: string): JsonObject {
  try {
    const value = jsonFrom(text);
    if (isObject(value) && canonical(value) === text) return value;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new BadEntry(error.message);
  }
  throw new BadEntry('it is an object in canonical JSON');
}

/** A member of a document as a text. */
export function textIn(from: JsonObject, name: string): string {
  const value = from[name];
  if (typeof value === 'string') return value;
  throw new BadEntry(`${name} is a text, got ${JSON.stringify(value)}`);
}

export function integerIn(from: JsonObject, name: string): number {
  const value = from[name];
  if (typeof value === 'number') return value;
  throw new BadEntry(`${name} is a whole number, got ${JSON.stringify(value)}`);
}

const WHOLE = /^(?:0|-?[1-9]\d{0,60})$/;

/** A member that is so many whole units: nanos of amounts, 1e-12 of quantities, 1e-24 of what was rated. */
export function unitsIn(from: JsonObject, name: string): bigint {
  const value = from[name];
  if (typeof value === 'string' && WHOLE.test(value)) return BigInt(value);
  throw new BadEntry(`${name} is whole units as a text, got ${JSON.stringify(value)}`);
}

export function objectIn(from: JsonObject, name: string): JsonObject {
  const value = from[name];
  if (isObject(value)) return value;
  throw new BadEntry(`${name} is an object, got ${JSON.stringify(value)}`);
}

export function listIn(from: JsonObject, name: string): readonly Json[] {
  const value = from[name] ?? [];
  if (Array.isArray(value)) return value as readonly Json[];
  throw new BadEntry(`${name} is a list, got ${JSON.stringify(value)}`);
}

export const objectsIn = (from: JsonObject, name: string): readonly JsonObject[] =>
  listIn(from, name).map((value) => objectIn({ [name]: value }, name));

/** A list whose items the books keep as lists of their members, in the order in which they are named here. */
export const rowsIn = (
  from: JsonObject,
  name: string,
  members: readonly string[],
): readonly JsonObject[] => listIn(from, name).map((value) => rowOf(value, name, members));

export function rowOf(
  value: Json | undefined,
  name: string,
  members: readonly string[],
): JsonObject {
  if (!Array.isArray(value) || value.length > members.length)
    throw new BadEntry(`${name} is a list of ${members.join(', ')}, got ${JSON.stringify(value)}`);
  const cells = (value as readonly Json[]).map((cell, at) => [members[at] ?? '', cell] as const);
  return Object.fromEntries(cells.filter(([, cell]) => cell !== null));
}
