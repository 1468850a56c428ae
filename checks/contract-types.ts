import { foreignTags } from '../core/contract/tags.ts';
import { type Schema, schemaType, wrapped } from './schema-type.ts';

/** As much of an OpenAPI document as types are made from. */
export interface Reference {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ReferenceOperation>>>>;
}

interface ReferenceOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

const heading =
  '// Made from core/contract by `npm run types:client`. Do not change it by hand.\n\n';
const shared = 'shared';

/**
 * The interface as TypeScript that needs nothing else: by name of file, of each tag the schemas that it alone uses, and
 * its operations; what several use is in one more.
 */
export function contractTypes(reference: Reference): ReadonlyMap<string, string> {
  const { schemas } = reference.components;
  const operations = Map.groupBy(operationsOf(reference), ({ tag }) => tag);
  const tagsBySchema = new Map<string, Set<string>>();
  const texts = [...operations].map(([tag, ofTag]) => [
    tag,
    ofTag.map(({ text }) => text).join('\n'),
  ]);
  // Any operation may be refused.
  for (const [tag = '', text = ''] of [...texts, [shared, 'Problem']]) {
    for (const name of reachedFrom(text, schemas)) {
      tagsBySchema.set(name, (tagsBySchema.get(name) ?? new Set()).add(tag));
    }
  }
  const homes = new Map(
    [...tagsBySchema].map(([name, tags]) => [name, tags.size === 1 ? [...tags][0] : shared]),
  );
  const files = [...operations.keys(), shared].sort();
  const written = files.map((file): [string, string] => {
    const own = Object.keys(schemas).filter((name) => homes.get(name) === file);
    const types = own.map((name) => namedType(name, schemas[name] ?? {}));
    const ofTag = operations.get(file);
    const text = [...types, ...(ofTag === undefined ? [] : [operationsType(file, ofTag)])].join(
      '\n',
    );
    return [`${file}.ts`, `${heading}${importsOf(text, own, homes, schemas)}${text}`];
  });
  return new Map([...written, ['index.ts', indexOf([...operations.keys()].sort())]]);
}

interface OperationText {
  readonly tag: string;
  readonly text: string;
}

/** All but what is there for SDKs of others. */
function operationsOf({ paths }: Reference): readonly OperationText[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => !tags.some((tag) => foreignTags.has(tag)))
      .map(([method, operation]) => ({
        tag: operation.tags[0] ?? shared,
        text: operationType(method.toUpperCase(), path, operation),
      })),
  );
}

function operationType(
  method: string,
  path: string,
  { operationId, summary, parameters, requestBody, responses }: ReferenceOperation,
): string {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const members = query.map(({ name, required, description, schema }) => {
    const key = name.endsWith('.NAME')
      ? `[${name.slice(0, -5)}: \`${name.slice(0, -4)}\${string}\`]`
      : `${name}${required ? '' : '?'}`;
    const type = `${schemaType(schema, 6)}${required ? '' : ' | undefined'}`;
    return `${wrapped(description ?? schema.description, 6)}      readonly ${key}: ${type};\n`;
  });
  const body = jsonOf(requestBody?.content);
  const answers = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content }]) => jsonOf(content) ?? []);
  return [
    wrapped(`${summary}.`, 2),
    `  readonly ${operationId}: {\n`,
    `    readonly method: '${method}';\n    readonly path: '${path}';\n`,
    members.length === 0 ? '' : `    readonly query: {\n${members.join('')}    };\n`,
    body === undefined ? '' : `    readonly body: ${body};\n`,
    `    readonly answer: ${answers.length === 0 ? 'unknown' : [...new Set(answers)].join(' | ')};\n  };\n`,
  ].join('');
}

function jsonOf(content: Content | undefined): string | undefined {
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? undefined : schemaType(schema, 4);
}

function namedType(name: string, schema: Schema): string {
  const type = schemaType(schema, 0);
  const isInterface = type.startsWith('{') && type.endsWith('}') && schema.type === 'object';
  const declared = isInterface
    ? `export interface ${name} ${type}\n`
    : `export type ${name} = ${type};\n`;
  return `${wrapped(schema.description, 0)}${declared}`;
}

const nameOf = (tag: string): string =>
  `${tag.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Operations`;

function operationsType(tag: string, operations: readonly OperationText[]): string {
  const texts = operations.map(({ text }) => text).join('');
  return `/** The operations of ${tag.replaceAll('-', ' ')}. */\nexport interface ${nameOf(tag)} {\n${texts}}\n`;
}

/** Names that a text uses: each stands by itself, as no text of ours says them but in code. */
const namesIn = (text: string, schemas: Reference['components']['schemas']): string[] => {
  const code = text.replaceAll(/^\s*\/?\*.*$/gm, '').replaceAll(/'(?:[^'\\]|\\.)*'/g, '');
  return [...new Set(code.match(/\b[A-Z]\w*/g) ?? [])].filter((name) => name in schemas);
};

function reachedFrom(text: string, schemas: Reference['components']['schemas']): Set<string> {
  const reached = new Set<string>();
  const next = namesIn(text, schemas);
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    next.push(...namesIn(schemaType(schemas[name] ?? {}, 0), schemas));
  }
  return reached;
}

function importsOf(
  text: string,
  own: readonly string[],
  homes: ReadonlyMap<string, string | undefined>,
  schemas: Reference['components']['schemas'],
): string {
  const foreign = namesIn(text, schemas).filter((name) => !own.includes(name));
  const byHome = Map.groupBy(foreign.sort(), (name) => homes.get(name) ?? shared);
  const lines = [...byHome].map(
    ([home, names]) =>
      `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from './${home}.ts';\n`,
  );
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}

function indexOf(tags: readonly string[]): string {
  const imports = tags.map((tag) => `import type { ${nameOf(tag)} } from './${tag}.ts';\n`);
  const all = tags.map((tag) => `\n    ${nameOf(tag)}`).join(',');
  const exports = [...tags, shared].map((tag) => `export type * from './${tag}.ts';\n`);
  return `${heading}${imports.join('')}\n${exports.join('')}\n/** What each operation takes, and answers as JSON. */\nexport interface Operations\n  extends${all} {}\n`;
}
