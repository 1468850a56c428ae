import fc from 'fast-check';
import * as z from 'zod';

/** A JSON Schema, as far as shapes on the wire make any. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}
type Defs = Readonly<Record<string, Schema>>;

const ITEMS_MAX = 3;
/** One value of so many is nothing like what is asked for. */
const SPOILED = 12;

/** Whatever a careless or a hostile client puts where something else belongs. */
const anything = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '9'.repeat(40),
    'x'.repeat(3_000),
    'ü'.repeat(700),
    '../..',
    '\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Texts for a path or a query: mostly those that a shape takes or nearly takes, and some that nothing takes. */
export const textsOf = (shape: z.ZodType): fc.Arbitrary<string> =>
  valuesOf(shape).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

/** JSON that a shape takes or nearly takes, and some that is nothing like it. */
export function valuesOf(shape: z.ZodType): fc.Arbitrary<unknown> {
  const { $defs = {}, ...schema } = z.toJSONSchema(shape, { io: 'input' });
  return from(schema as Schema, $defs as Defs);
}

const from = (schema: Schema, defs: Defs): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: SPOILED - 1, arbitrary: fitting(schema, defs) },
    { weight: 1, arbitrary: anything },
  );

function fitting(schema: Schema, defs: Defs): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const referred = defs[schema.$ref.split('/').at(-1) ?? ''];
    return referred === undefined ? anything : fitting(referred, defs);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return fc.oneof(...either.map((one) => fitting(one, defs)));
  return ofType(schema, defs);
}

function ofType(schema: Schema, defs: Defs): fc.Arbitrary<unknown> {
  switch (schema.type ?? 'any') {
    case 'object':
      return anObject(schema, defs);
    case 'array':
      return fc.array(from(schema.items ?? {}, defs), { maxLength: ITEMS_MAX });
    case 'integer':
    case 'number':
      return fc.integer({
        min: schema.minimum ?? -1,
        max: Math.min(schema.maximum ?? 99, 2 ** 31),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return aText(schema);
    default:
      return anything;
  }
}

/** What shapes give as examples, and texts of about the longest length. */
const aText = ({ examples = [], maxLength = 40 }: Schema): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(examples.length > 0 ? examples : ['a', 'b'])) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 2 }).map((more) => 'y'.repeat(maxLength - 2 + more)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('1', '2026-01', '2026-02-30', '2026-01-05', 'EUR', 'UTC'),
    },
  );

function anObject(schema: Schema, defs: Defs): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, member]) => [name, from(member, defs)]),
  );
  const { additionalProperties: others } = schema;
  if (typeof others === 'object') {
    return fc.dictionary(
      fc.constantFrom('a', 'b', '__proto__', 'c'.repeat(300)),
      from(others, defs),
      {
        maxKeys: ITEMS_MAX,
      },
    );
  }
  return fc.record(members, { requiredKeys: [...(schema.required ?? [])] });
}
