import type { z } from 'zod';
import { isTakenForStripes } from './others-errors.ts';
import type { RejectionCode } from './rejection-codes.ts';
import { isChanging, type Route } from './route.ts';

type KeyOfRoute<R extends Route> = R extends Route ? `${R['method']} ${R['path']}` : never;

/** The keys of routes: `"PUT /v1/meters/{key}"`. */
export type KeyOf<Routes extends readonly Route[]> = KeyOfRoute<Routes[number]>;

/** Shapes by media type. */
export type Content = Readonly<Record<string, z.ZodType>>;

/** What the contract says of an operation beyond its route. */
export interface Operation {
  readonly id: string;
  readonly description?: string;
  readonly path?: Readonly<Record<string, z.ZodType>>;
  /** What a part of the path that has not its shape is refused with; `request.bad-key` where left out. */
  readonly pathProblem?: RejectionCode;
  readonly query?: z.ZodObject;
  /** A query parameter whose name is a pattern. */
  readonly patternQuery?: { readonly name: string; readonly description: string };
  /** Whether query parameters may come more than once; then a parser in core reads them. */
  readonly repeatedQuery?: true;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it takes an `Idempotency-Key`, or cannot do without. */
  readonly idempotencyKey?: 'taken' | 'needed';
  readonly request?: Content;
  /** In bytes; 64 KB where left out. */
  readonly bodyMax?: number;
  /**
   * Who reads the request where its shapes do not say it all: a
   * parser in core, of a body that is JSON; or the function, of
   * a body of any kind.
   */
  readonly readBy?: 'core' | 'function';
  /** Status → what it means and holds. */
  readonly answers: Readonly<
    Record<
      number,
      {
        readonly description: string;
        readonly content: Content;
        readonly headers?: Readonly<Record<string, string>>;
      }
    >
  >;
  readonly problems: readonly RejectionCode[];
}

export const json = <Shape extends z.ZodType>(shape: Shape) => ({ 'application/json': shape });
export const ok = <Shape extends z.ZodType>(description: string, shape: Shape) => ({
  200: { description, content: json(shape) },
});

/** The code of a path that is not as its operation declares it. */
export const badPath = 'request.bad-key';

/** As much as matters here of the headers of Stripe's SDK. */
const anyOfStripes = { 'stripe-version': '' };

/** Every code that a request of the route can be refused with: its own, and those of each route of its kind. */
export const refusalsOf = (
  route: Pick<Route, 'method' | 'path' | 'scope' | 'keysRefusedBy' | 'payeeToken'>,
  { path, pathProblem, problems }: Pick<Operation, 'path' | 'pathProblem' | 'problems'>,
): readonly RejectionCode[] => [
  ...new Set<RejectionCode>([
    ...problems,
    ...(path === undefined ? [] : [pathProblem ?? badPath]),
    ...(route.scope === undefined
      ? []
      : (['key.scope-missing', 'tenant.too-fast', 'key.too-fast', 'token.not-allowed'] as const)),
    ...(route.payeeToken === undefined ? [] : (['token.refused'] as const)),
    ...(route.keysRefusedBy === undefined ? [] : (['key.unknown'] as const)),
    ...(isTakenForStripes(route.path, anyOfStripes) ? (['request.route-unknown'] as const) : []),
    ...(isChanging(route) ? (['key.revoked', 'request.actor-malformed'] as const) : []),
    'token.in-url',
    'request.too-many',
    'request.failed',
  ]),
];

export const queryProblems = ['request.invalid', 'request.unknown-field'] as const;
export const bodyProblems = [
  'request.body-missing',
  'request.malformed-json',
  'request.malformed-text',
  'request.nested-too-deep',
  'request.forbidden-key',
  'request.malformed-gzip',
  'request.too-large',
  'request.wrong-media-type',
  'request.unsupported-encoding',
  ...queryProblems,
] as const;
