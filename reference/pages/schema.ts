import { type Html, html, joined, prose } from '../html.ts';
import { type Schema, schemaName } from '../open-api.ts';

const link = (ref: string): Html =>
  html`<a href="schemas.html#${schemaName(ref)}">${schemaName(ref)}</a>`;

const code = (value: unknown): Html =>
  html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;

/** What a value must be, in words and links. */
export function typeOf(schema: Schema): Html {
  const { $ref, anyOf, oneOf } = schema;
  if ($ref !== undefined) return link($ref);
  if ('const' in schema) return code(schema.const);
  if (schema.enum !== undefined) return html`${joined(schema.enum.map(code), ' or ')}`;
  const alternatives = anyOf ?? oneOf;
  if (alternatives !== undefined) return either(alternatives.map(typeOf));
  if (typeof schema.type === 'string') return plainType(schema, schema.type);
  if (schema.type !== undefined) return either(schema.type.map((type) => plainType(schema, type)));
  return html`anything`;
}

/** Alternatives that read alike are one. */
const either = (types: readonly Html[]): Html =>
  html`${joined([...new Map(types.map((type) => [type.html, type])).values()], ' or ')}`;

function plainType(schema: Schema, type: string): Html {
  switch (type) {
    case 'string':
      return html`${schema.format ?? schema.contentEncoding ?? 'string'}${lengthOf(schema)}`;
    case 'integer':
    case 'number':
      return html`${type}${rangeOf(schema)}`;
    case 'array':
      return html`list of ${countOf(schema)}${typeOf(schema.items ?? {})}`;
    case 'object':
      return objectType(schema);
    default:
      return html`${type}`;
  }
}

function objectType({ properties, additionalProperties }: Schema): Html {
  if (properties !== undefined || typeof additionalProperties !== 'object') return html`object`;
  return html`object, by name: ${typeOf(additionalProperties)}`;
}

const grouped = new Intl.NumberFormat('en');

const lengthOf = ({ maxLength }: Schema): string =>
  maxLength === undefined ? '' : `, up to ${grouped.format(maxLength)} characters`;

function countOf({ minItems = 0, maxItems }: Schema): string {
  if (maxItems === undefined) return minItems > 0 ? `at least ${minItems}: ` : '';
  return `${minItems} to ${grouped.format(maxItems)}: `;
}

/** Bounds that every whole number has are none. */
function rangeOf({ minimum, maximum }: Schema): string {
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (least === undefined) return most === undefined ? '' : `, at most ${grouped.format(most)}`;
  if (most === undefined) return `, at least ${grouped.format(least)}`;
  return `, ${grouped.format(least)} to ${grouped.format(most)}`;
}

/** What a value is made of: fields, alternatives; undefined where its type says all. */
export function partsOf(schema: Schema): Html | undefined {
  const { properties, required = [], items, additionalProperties } = schema;
  if (properties !== undefined) return fieldsOf(properties, required);
  const alternatives = (schema.anyOf ?? schema.oneOf ?? []).flatMap((one) => {
    const parts = partsOf(one);
    return parts === undefined ? [] : [{ one, parts }];
  });
  if (alternatives.length > 0) {
    return html`${alternatives.map(
      ({ one, parts }) => html`<div class="alternative">
        <p>${alternatives.length > 1 ? html`${kindOf(one)}:` : 'Of the object:'}</p>
        ${parts}
      </div>`,
    )}`;
  }
  if (items !== undefined) return partsOf(items);
  return typeof additionalProperties === 'object' ? partsOf(additionalProperties) : undefined;
}

/** An alternative by the field that tells it from the others. */
function kindOf({ properties = {} }: Schema): Html {
  const kind = Object.entries(properties).find(([, field]) => field.const !== undefined);
  if (kind === undefined) return html`An object`;
  return html`Where <code>${kind[0]}</code> is ${code(kind[1].const)}`;
}

function fieldsOf(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
): Html | undefined {
  const fields = Object.entries(properties);
  if (fields.length === 0) return undefined;
  return html`<dl class="fields">
    ${fields.map(([name, schema]) =>
      fieldOf({
        name,
        schema,
        mark: required.includes(name) ? undefined : 'optional',
        description: undefined,
      }),
    )}
  </dl>`;
}

interface Field {
  readonly name: string;
  readonly schema: Schema;
  /** What most of its like are not. */
  readonly mark: 'needed' | 'optional' | undefined;
  /** Instead of what its schema says. */
  readonly description: string | undefined;
}

/** A field or a parameter. */
export function fieldOf({ name, schema, mark, description = schema.description }: Field): Html {
  const examples = (schema.examples ?? []).filter((one) => one !== null);
  return html`<dt>
      <code>${name}</code> <span class="type">${typeOf(schema)}</span>${
        mark === undefined ? undefined : html`<span class="${mark}">, ${mark}</span>`
      }
    </dt>
    <dd>
      ${description === undefined ? undefined : html`<p>${prose(description)}</p>`}
      ${
        examples.length === 0
          ? undefined
          : html`<p class="such">Such as ${joined(examples.map(code), ' or ')}</p>`
      }
      ${partsOf(schema)}
    </dd>`;
}
