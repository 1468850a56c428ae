import * as z from 'zod';
import { type Content, type Operation, refusalsOf } from './operation.ts';
import { operations } from './operations.ts';
import { problemMediaType } from './problem.ts';
import { problem } from './problem-shapes.ts';
import { type RejectionCode, rejectionStatus } from './rejection-codes.ts';
import { isChanging, type Route, scopes } from './route.ts';
import type { RouteKey } from './route-key.ts';
import { routes } from './routes.ts';
import { gatewayRefusal } from './shapes.ts';
import { tagOf, tags } from './tags.ts';

/** JSON, as far as this document needs to know it. */
interface Json {
  readonly [member: string]: unknown;
}

const info = {
  title: 'Farthing',
  version: '1',
  description:
    'Usage in, exact totals out. Decimals are strings; lists page with an opaque cursor, in `nextCursor` and `cursor`; unknown fields and parameters are refused; what is refused is answered with a problem document (RFC 9457) whose `code` stays the same for good. A path that is not here is answered with 404, and a method that a path has not with 405, so too.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
} as const;

/** The HTTP interface as an OpenAPI 3.1 document, made of the route table and the shapes. */
export function openApiDocument(): Json {
  const components = new Components();
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const methods = paths[route.path] ?? {};
    methods[route.method.toLowerCase()] = operationObject(route, components);
    paths[route.path] = methods;
  }
  return {
    openapi: '3.1.1',
    info,
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components.schemas(),
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'ft_<live|test>_<key id>_<secret>',
          description: `A key belongs to one tenant and has some of the scopes ${scopes.join(', ')}; an operation names the one it needs.`,
        },
      },
    },
  };
}

/** Gathers what shapes refer to by name. */
class Components {
  readonly #schemas = new Map<string, Json>();
  /** Some shapes are those of every operation, and to make a schema of one takes its time. */
  readonly #made = { input: new Map<z.ZodType, Json>(), output: new Map<z.ZodType, Json>() };

  /**
   * A shape as a schema: `in` as a request may be, which is also what an answer promises; `out` as it is once parsed.
   */
  schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
    const schema = this.#made[io].get(shape) ?? this.#schemaOf(shape, io);
    this.#made[io].set(shape, schema);
    return schema;
  }

  #schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _dialect, $defs = {}, ...schema } = z.toJSONSchema(shape, { io });
    for (const [id, definition] of Object.entries($defs)) {
      const { id: _id, ...named } = definition as Json;
      this.#add(id, withPlainRefs(named) as Json);
    }
    return withPlainRefs(schema) as Json;
  }

  schemas(): Json {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #add(id: string, schema: Json): void {
    const known = this.#schemas.get(id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`give the two shapes called ${id} names of their own`);
    }
    this.#schemas.set(id, schema);
  }
}

function withPlainRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string'
        ? member.replace('#/$defs/', '#/components/schemas/')
        : withPlainRefs(member),
    ]),
  );
}

function operationObject(route: Route, components: Components): Json {
  // The table of operations has exactly the routes as its keys: the compiler says so.
  const operation: Operation = operations[`${route.method} ${route.path}` as RouteKey];
  const { id, description, request } = operation;
  return {
    operationId: id,
    tags: [tagOf(route)],
    summary: route.summary,
    ...(description === undefined ? {} : { description }),
    security: [route.scope, route.also].flatMap((scope) =>
      scope === undefined ? [] : [{ apiKey: [scope] }],
    ),
    parameters: [
      ...parametersOf(operation, components),
      ...(isChanging(route) ? [actorParameter] : []),
    ],
    ...(request === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf(request, components) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, { content, headers, ...answer }]) => [
          status,
          {
            ...answer,
            ...(headers === undefined ? {} : { headers: headersOf(headers) }),
            content: contentOf(content, components),
          },
        ]),
      ),
      ...refusalsByStatus(route, operation, components),
    },
  };
}

const contentOf = (content: Content, components: Components): Json =>
  Object.fromEntries(
    Object.entries(content).map(([mediaType, shape]) => [
      mediaType,
      {
        schema: components.schemaOf(shape, 'input'),
        ...(mediaType === FORM ? { encoding: nestedFields(shape) } : {}),
      },
    ]),
  );

const FORM = 'application/x-www-form-urlencoded';

/** What a form has as `payload[value]=25`: left unsaid, the members of an object are fields of their own. */
const nestedFields = (shape: z.ZodType): Json =>
  Object.fromEntries(
    Object.entries(shape instanceof z.ZodObject ? shape.shape : {})
      .filter(([, field]) => field instanceof z.ZodObject)
      .map(([name]) => [name, { style: 'deepObject', explode: true }]),
  );

const headersOf = (headers: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } },
    ]),
  );

function parametersOf(operation: Operation, components: Components): readonly Json[] {
  const { path = {}, query, patternQuery, headers = {}, idempotencyKey } = operation;
  return [
    ...Object.entries(path).map(([name, shape]) => ({
      name,
      in: 'path',
      required: true,
      schema: components.schemaOf(shape, 'input'),
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, shape]) => {
      const schema = components.schemaOf(shape as z.ZodType, 'output');
      const required = !(shape as z.ZodType).safeParse(undefined).success;
      return { name, in: 'query', required, schema };
    }),
    ...(patternQuery === undefined
      ? []
      : [{ ...patternQuery, in: 'query', required: false, schema: { type: 'string' } }]),
    ...(idempotencyKey === undefined ? [] : [idempotencyKeyParameter(idempotencyKey)]),
    ...Object.entries(headers).map(([name, description]) => ({
      name,
      in: 'header',
      required: false,
      description,
      schema: { type: 'string' },
    })),
  ];
}

const actorParameter: Json = {
  name: 'farthing-actor',
  in: 'header',
  required: false,
  description:
    'Who asks for it, beside the key: a person or a program, as `GET /v1/audit` shows it.',
  schema: { type: 'string', minLength: 1, maxLength: 256, pattern: '^[ -~]+$' },
};

const idempotencyKeyParameter = (of: 'taken' | 'needed'): Json => ({
  name: 'idempotency-key',
  in: 'header',
  required: of === 'needed',
  description:
    of === 'needed'
      ? 'Names what is recorded: the same key is the same fact.'
      : 'Taken, and not needed: what is asked for says by itself which fact it is.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
});

const retryHeaders = { 'retry-after': 'Seconds to wait before the same request.' };
const tooFastHeaders = {
  ...retryHeaders,
  'ratelimit-policy':
    'Tokens a second of the tenant, and of the key where it has a bucket of its own: `"tenant";q=300;w=1`. This and the next as draft-ietf-httpapi-ratelimit-headers-10 has them; every answer to a key has both.',
  ratelimit: 'Tokens that are left, and seconds until all are there again: `"tenant";r=0;t=1`.',
};

/** What the gateway answers by itself, before any function or instead of it. */
function gatewayRefusalsOf(route: Route, { request }: Operation): Readonly<Record<number, string>> {
  return {
    ...(route.scope === undefined
      ? {}
      : {
          401: 'No bearer key was sent',
          ...(route.keysRefusedBy === undefined ? { 403: 'The key is unknown or revoked' } : {}),
        }),
    ...(request === undefined ? {} : { 413: 'More than the gateway takes' }),
    429: 'Too many requests at once: wait, then send it again',
    500: 'The gateway’s own fault, or a function’s that gave no answer',
    503: 'No answer in time: send it again',
  };
}

/** Refusals by status: ours, as problem documents, and the gateway's. */
function refusalsByStatus(route: Route, operation: Operation, components: Components): Json {
  const codes = Map.groupBy(refusalsOf(route, operation), (code): number => rejectionStatus[code]);
  const gateway = gatewayRefusalsOf(route, operation);
  const statuses = new Set([...codes.keys(), ...Object.keys(gateway).map(Number)]);
  return Object.fromEntries(
    [...statuses].map((status): [string, Json] => {
      const ours = codes.get(status);
      const theirs = gateway[status];
      const description = [ours?.join(', '), theirs]
        .filter((text) => text !== undefined)
        .join('. ');
      const content = {
        ...(ours === undefined
          ? {}
          : { [problemMediaType]: { schema: problemSchema(ours, components) } }),
        ...(theirs === undefined
          ? {}
          : contentOf({ 'application/json': gatewayRefusal }, components)),
      };
      const headers =
        (status === 503 || status === 429) && ours !== undefined
          ? { headers: headersOf(status === 429 ? tooFastHeaders : retryHeaders) }
          : {};
      return [String(status), { description, ...headers, content }];
    }),
  );
}

const problemSchema = (codes: readonly RejectionCode[], components: Components): Json => ({
  allOf: [components.schemaOf(problem, 'input'), { properties: { code: { enum: codes } } }],
});
