/** A parsed JSON document: what a template, a manifest and an event are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Parses `text`; throws a SyntaxError on anything that is not JSON. */
export const parseJson = (text: string): Json => JSON.parse(text) as Json;

/** True for `{…}`, false for lists, null and scalars. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `value` if it is an object; otherwise an error that names `where`. */
export function objectAt(value: Json | undefined, where: string): JsonObject {
  if (isObject(value)) return value;
  throw new Error(`${where} must be an object, got ${JSON.stringify(value)}`);
}

/** `value` as a list; undefined is the empty one. */
export function listAt(value: Json | undefined, where: string): readonly Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly Json[];
  throw new Error(`${where} must be a list, got ${JSON.stringify(value)}`);
}

/**
 * CloudFormation takes `"60"` for 60 and `60` for `"60"`: scalars are read by what is wanted, not by how they are
 * written.
 */
export function stringAt(value: Json | undefined, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} must be a string, got ${JSON.stringify(value)}`);
}

/** A finite number, also when written as a string. */
export function numberAt(value: Json | undefined, where: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new Error(`${where} must be a number, got ${JSON.stringify(value)}`);
}

/** A boolean, also when written as "true" or "false". */
export function booleanAt(value: Json | undefined, where: string): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Error(`${where} must be true or false, got ${JSON.stringify(value)}`);
}
