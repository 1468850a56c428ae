import { checked } from '../contract/faults.ts';
import type { RejectionCode } from '../contract/rejection-codes.ts';
import type { Shape } from '../contract/shapes.ts';
import { Rejection } from './rejection.ts';

/** Steps into a JSON value as a JSON Pointer (RFC 6901), cut to a length fit for an answer. */
const pointerTo = (path: readonly string[]): string =>
  path
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, 256)
    .toWellFormed();

/** A request's body as `shape` says. @throws Rejection with a JSON Pointer to the first thing that is wrong. */
export function parsed<Value>(shape: Shape<Value>, body: unknown): Value {
  const result = checked(shape, body);
  if ('value' in result) return result.value;
  const { code, path, detail } = result.fault;
  const param = pointerTo(path);
  const place = param === '' ? 'the body' : param;
  throw new Rejection(code, `${place}: ${detail}`, { param });
}

/** A query string's parameters as `shape` says. @throws Rejection with the name of the first that is wrong. */
export function parsedQuery<Value>(shape: Shape<Value>, query: ReadonlyMap<string, string>): Value {
  const result = checked(shape, Object.fromEntries(query));
  if ('value' in result) return result.value;
  const { code, path, detail } = result.fault;
  const param = (path[0] ?? '').slice(0, 128).toWellFormed();
  throw new Rejection(code, `${param}: ${detail}`, { param });
}

/**
 * What stands in a request's path, each part as its shape says.
 * @throws Rejection `code`, with the name of the first that is wrong.
 */
export function parsedPath(
  shapes: Readonly<Record<string, Shape<unknown>>>,
  params: Readonly<Record<string, string>>,
  code: RejectionCode,
): Readonly<Record<string, string>> {
  for (const [param, shape] of Object.entries(shapes)) {
    const result = checked(shape, params[param]);
    if ('value' in result) continue;
    throw new Rejection(code, `${param}: ${result.fault.detail}`, { param });
  }
  return params;
}
