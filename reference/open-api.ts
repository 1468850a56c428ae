import { openApiDocument } from '../core/contract/openapi.ts';

/** JSON Schema, as far as shapes of the contract have it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly contentEncoding?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string }>>;
  readonly content: Content;
}

interface Described {
  readonly operationId: string;
  readonly tags: readonly [string, ...string[]];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly { readonly apiKey: readonly [string] }[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

/** An operation, with its place. */
export interface PlacedOperation extends Described {
  readonly method: string;
  readonly path: string;
}

/** The OpenAPI document of the interface: what the reference shows. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: { readonly apiKey: { readonly description: string } };
  };
}

/** The very document that `GET /openapi.json` answers. */
export const openApi = (): OpenApi => openApiDocument() as unknown as OpenApi;

export const operationsIn = ({ paths }: OpenApi): readonly PlacedOperation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      ...described,
      method: method.toUpperCase(),
      path,
    })),
  );

/** Where an operation stands. */
export const hrefOf = ({ tags: [tag], operationId }: PlacedOperation): string =>
  `${tag}.html#${operationId}`;

export const schemaName = (ref: string): string => ref.split('/').at(-1) ?? '';

/** The codes that an answer's problem document may have. */
export function codesOf({ content }: Answer): readonly string[] {
  const [, { properties = {} } = {}] = content['application/problem+json']?.schema.allOf ?? [];
  return (properties['code']?.enum ?? []).map(String);
}
