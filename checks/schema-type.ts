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
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
}

const widthMax = 100;

/** A schema as a type, whose lines after the first are indented by so much. */
export function schemaType(schema: Schema, indent: number): string {
  const { $ref, anyOf, oneOf, allOf } = schema;
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? 'unknown';
  if ('const' in schema) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  const union = anyOf ?? oneOf;
  if (union !== undefined) return joined(union, ' | ', indent);
  if (allOf !== undefined) return joined(allOf, ' & ', indent);
  if (Array.isArray(schema.type)) {
    const kinds = schema.type.map((type: string) => ({ ...schema, type }));
    return joined(kinds, ' | ', indent);
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `readonly ${inParentheses(schemaType(schema.items ?? {}, indent))}[]`;
    case 'object':
      return objectType(schema, indent);
    case undefined:
      return 'unknown';
    default:
      throw new Error(`say how ${String(schema.type)} is written in TypeScript`);
  }
}

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value);

const inParentheses = (type: string): string =>
  / [|&] |^readonly /.test(type) ? `(${type})` : type;

const joined = (schemas: readonly Schema[], by: string, indent: number): string =>
  [...new Set(schemas.map((schema) => schemaType(schema, indent)))].join(by);

function objectType({ properties, required = [], additionalProperties }: Schema, indent: number) {
  if (properties === undefined) {
    const values = typeof additionalProperties === 'object' ? additionalProperties : {};
    return `Readonly<Record<string, ${schemaType(values, indent)}>>`;
  }
  const space = ' '.repeat(indent + 2);
  const members = Object.entries(properties).map(([name, member]) => {
    const key = /^\w+$/.test(name) ? name : `'${name}'`;
    const optional = required.includes(name) ? '' : '?';
    const type = schemaType(member, indent + 2);
    return `${wrapped(member.description, indent + 2)}${space}readonly ${key}${optional}: ${type};\n`;
  });
  return `{\n${members.join('')}${' '.repeat(indent)}}`;
}

/** A description as a comment, with the end of its line; nothing where there is none. */
export function wrapped(description: string | undefined, indent: number): string {
  if (description === undefined) return '';
  const space = ' '.repeat(indent);
  const whole = `${space}/** ${description} */\n`;
  if (whole.length <= widthMax) return whole;
  const lines: string[] = [];
  let line = '';
  for (const word of description.split(/\s+/)) {
    if (line !== '' && indent + 3 + line.length + 1 + word.length > widthMax) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return `${space}/**\n${lines.map((text) => `${space} * ${text}\n`).join('')}${space} */\n`;
}
