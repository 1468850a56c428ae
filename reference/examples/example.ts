import type { Operation } from '../../core/contract/operation.ts';
import type { Route } from '../../core/contract/route.ts';

/** JSON, as a request has it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A request that can be made as it stands. */
export interface Example {
  /** What stands in the path, by its name there. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Instead of JSON: plain text. */
  readonly text?: string;
  /** Instead of JSON: fields of a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** The same by the client library, where that has a call for it. */
  readonly client?: ClientExample;
}

/** What a program does with a sender, or with a reader, of the client library. */
type ClientExample = { readonly sender: string } | { readonly reader: string };

/** An example with what the contract says of its operation. */
export interface WholeExample extends Example {
  readonly route: Route;
  readonly operation: Operation;
}

/** In a text: the time of the request, as RFC 3339, and in seconds and in nanoseconds since 1970. */
export const NOW = '{now}';
export const NOW_SECONDS = '{seconds}';
export const NOW_NANOS = '{nanos}';

/** Path and query, encoded, from the slash on. */
export function targetOf({ route, path = {}, query = {} }: WholeExample): string {
  const filled = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined) throw new Error(`say what ${name} is in the example of ${route.path}`);
    return encodeURIComponent(value);
  });
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? filled : `${filled}?${asked}`;
}

/** Headers but the key. */
export function headersOf({ headers = {}, ...sent }: Example): [string, string][] {
  const types = Object.entries(mediaTypes).filter(([kind]) => kind in sent);
  return [
    ...types.map(([, type]): [string, string] => ['Content-Type', type]),
    ...Object.entries(headers),
  ];
}

const mediaTypes = {
  body: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain',
};

/** Whether something is sent with it. */
export const hasBody = (example: Example): boolean =>
  Object.keys(mediaTypes).some((kind) => kind in example);

/** Whether what it is answered with says anything. */
export const answersJson = ({ operation }: WholeExample): boolean =>
  Object.entries(operation.answers).some(
    ([status, { content }]) => status.startsWith('2') && 'application/json' in content,
  );
