import type { Reference } from './contract-types.ts';
import { fieldParts, type Part } from './field-parts.ts';
import type { Schema } from './schema-type.ts';

/** JSON Schema with what says how much of something there may be. */
interface Bounded extends Schema {
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly examples?: readonly unknown[];
}

const heading = `# Fields

Every field of a meter, a plan, a customer and the billing settings; of a payee, a share and how payees are paid. In a file for
\`farthing … apply\` a meter, a plan, a customer, a payee and a share have their \`key\`, too. What is **bold** is needed. Decimals are strings, at least 0, with at most
12 places where nothing else is said.

This page is made from \`core/contract\` by \`npm run docs:fields\`; a test fails where it is another. \`GET /openapi.json\` says the same to
programs.
`;

/** The page of the fields of what a tenant sets up. */
export function fieldPage(reference: Reference): string {
  const { schemas } = reference.components;
  return `${heading}${fieldParts.map((part) => partText(part, schemas)).join('')}`;
}

type Schemas = Reference['components']['schemas'];

function partText(part: Part, schemas: Schemas): string {
  const { title, level, says, schema, within = [], toldBy } = part;
  const whole: Bounded = schemas[schema] ?? {};
  const start = `\n${'#'.repeat(level)} ${title}\n\n${says}\n\n`;
  if (toldBy !== undefined) return `${start}${alternativesTable(whole, toldBy, schemas)}`;
  const table = fieldsTable(objectAt(whole, within, schemas), schemas);
  return `${start}${table}${level === 2 && within.length === 0 ? exampleText(whole) : ''}`;
}

/** The first example of a schema, with lists of words on one line. */
function exampleText({ examples: [example] = [] }: Bounded): string {
  if (example === undefined) return '';
  const text = JSON.stringify(example, null, 2).replaceAll(
    /\[\n([^[\]{}]+)\n *\]/g,
    (_, words: string) => `[${words.trim().replaceAll(/\n */g, ' ')}]`,
  );
  return `\nSuch as:\n\n\`\`\`json\n${text}\n\`\`\`\n`;
}

const nameIn = (toldBy: string, alternative: Schema): string =>
  String(alternative.properties?.[toldBy]?.const ?? '');

/** The object that members lead to, through lists and alternatives; a model of a charge is a step, too. */
function objectAt(schema: Bounded, path: readonly string[], schemas: Schemas): Bounded {
  const [step, ...rest] = path;
  const found = objectIn(schema, schemas);
  if (step === undefined) return found ?? missing(path);
  const charge = schema.oneOf?.find((one) => nameIn('model', one) === step);
  const next = charge ?? found?.properties?.[step] ?? missing(path);
  return objectAt(next, rest, schemas);
}

function objectIn(schema: Bounded, schemas: Schemas): Bounded | undefined {
  if (schema.$ref !== undefined) return objectIn(schemas[nameOf(schema.$ref)] ?? {}, schemas);
  if (schema.properties !== undefined) return schema;
  const inner = [...(schema.items === undefined ? [] : [schema.items]), ...(schema.anyOf ?? [])];
  return inner.map((one) => objectIn(one, schemas)).find((one) => one !== undefined);
}

function missing(path: readonly string[]): never {
  throw new Error(`the contract has no ${path.join('.')} any more: change checks/field-page.ts`);
}

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? '';

function fieldsTable({ properties = {}, required = [] }: Bounded, schemas: Schemas): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const { cell, below } = split(name, aboutText(field, schemas));
    return { row: row([mark(name, required), typeText(field, schemas), cell]), below };
  });
  return tableText(['field', 'takes', 'is'], fields);
}

/** One row for each field of any alternative, and for each meaning of it, with the alternatives that have it. */
function alternativesTable({ oneOf = [] }: Bounded, toldBy: string, schemas: Schemas): string {
  const fieldNames = new Set(oneOf.flatMap(({ properties = {} }) => Object.keys(properties)));
  fieldNames.delete(toldBy);
  const fields = [...fieldNames].flatMap((name) => {
    const having = oneOf.filter(({ properties = {} }) => name in properties);
    const meaning = ({ properties = {} }: Schema): FieldMeaning => {
      const field = properties[name] ?? {};
      return { type: typeText(field, schemas), about: aboutText(field, schemas) };
    };
    const meant = Map.groupBy(having, (one) => JSON.stringify(meaning(one)));
    return [...meant.values()].map((alike) => {
      const { type, about } = meaning(alike[0] ?? {});
      const isNeeded = alike.every(({ required = [] }) => required.includes(name));
      const names = alike.map((one) => `\`${nameIn(toldBy, one)}\``).join(', ');
      const { cell, below } = split(name, about);
      const of = alike.length === oneOf.length ? 'all' : names;
      return { row: row([mark(name, isNeeded ? [name] : []), of, type, cell]), below };
    });
  });
  const names = oneOf.map((one) => alternativeText(nameIn(toldBy, one), toldBy));
  return `${names.join(', ')}.\n\n${tableText(['field', 'of', 'takes', 'is'], fields)}`;
}

interface FieldMeaning {
  readonly type: string;
  readonly about: string;
}

/** Models of charges have a page of their own. */
const alternativeText = (name: string, toldBy: string): string =>
  toldBy === 'model' ? `[\`${name}\`](pricing.md#${name})` : `\`${name}\``;

interface FieldText {
  readonly row: string;
  /** What is said below the table. */
  readonly below: string;
}

const tableText = (titles: readonly string[], fields: readonly FieldText[]): string =>
  `${row(titles)}|${'---|'.repeat(titles.length)}\n${fields.map(({ row: text }) => text).join('')}${fields.map(({ below }) => below).join('')}`;

/** More than this nobody reads in a column. */
const cellMax = 200;

/** What is too long for a cell goes on below the table, after its first sentence. */
function split(name: string, text: string): { readonly cell: string; readonly below: string } {
  if (text.length <= cellMax) return { cell: text, below: '' };
  const [first = '', ...rest] = text.split(/(?<=[.]) /);
  return { cell: first, below: `\n\`${name}\`: ${rest.join(' ')}\n` };
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;

const mark = (name: string, required: readonly string[]): string =>
  required.includes(name) ? `**\`${name}\`**` : `\`${name}\``;

const decimalPattern = /^\^(?:-\?)?\\d\+\(\\\.\\d(?:\+|\{1,\d+\})\)\?\$$/;
/** What every decimal is, which the page says once. */
const ofEveryDecimal = ' As a string, at least 0, at most 12 places.';

/** What a field is; throws where nobody has said it. */
function aboutText(field: Bounded, schemas: Schemas): string {
  const named: Bounded = field.$ref === undefined ? {} : (schemas[nameOf(field.$ref)] ?? {});
  const text = field.description ?? named.description ?? field.items?.description;
  if (text === undefined) throw new Error('give each field of the contract a description');
  const examples = (field.examples ?? named.examples ?? []).filter((one) => one !== null);
  const such = examples.length === 0 ? '' : ` Such as ${examples.map(code).join(' or ')}.`;
  return `${text.replace(ofEveryDecimal, '')}${such}`;
}

const code = (value: unknown): string =>
  `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

function typeText(field: Bounded, schemas: Schemas): string {
  if (field.$ref !== undefined) return refText(nameOf(field.$ref), schemas);
  if (field.const !== undefined) return code(field.const);
  if (field.enum !== undefined) return field.enum.map(code).join(', ');
  const union = field.anyOf ?? field.oneOf;
  if (union !== undefined) {
    return [...new Set(union.map((one) => typeText(one, schemas)))].join(' or ');
  }
  switch (field.type) {
    case 'string':
      return textText(field);
    case 'integer':
      return numberText(field);
    case 'array':
      return `list${field.maxItems === undefined ? '' : ` of up to ${field.maxItems}`}: ${typeText(field.items ?? {}, schemas)}`;
    case 'object':
      return objectText(field, schemas);
    case undefined:
      return 'anything';
    default:
      return String(field.type);
  }
}

const refText = (name: string, schemas: Schemas): string => {
  const part = fieldParts.find(({ schema, within }) => schema === name && within === undefined);
  if (part === undefined) return typeText(schemas[name] ?? {}, schemas);
  return `[${part.title.replace(/^[A-Z]/, (first) => first.toLowerCase())}](#${part.title.toLowerCase().replaceAll(' ', '-')})`;
};

function textText({ pattern = '', maxLength }: Bounded): string {
  if (decimalPattern.test(pattern)) return 'decimal';
  if (pattern === String.raw`^\d{4}-\d{2}-\d{2}$`) return 'day';
  if (/^\^\[[Aa]-/.test(pattern) && maxLength === undefined) return 'key';
  return maxLength === undefined ? 'text' : `text of up to ${maxLength}`;
}

const unbounded = Number.MAX_SAFE_INTEGER;
const numberText = ({ minimum = 0, maximum = unbounded }: Bounded): string =>
  maximum === unbounded
    ? `${minimum} or more`
    : `${minimum} to ${new Intl.NumberFormat('en').format(maximum)}`;

function objectText({ properties, additionalProperties }: Bounded, schemas: Schemas): string {
  if (properties !== undefined) return `object of ${Object.keys(properties).map(code).join(', ')}`;
  const values = typeof additionalProperties === 'object' ? additionalProperties : {};
  return `object, by name: ${typeText(values, schemas)}`;
}
