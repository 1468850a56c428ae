import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contractTypes, type Reference } from '../../checks/contract-types.ts';
import { schemaType } from '../../checks/schema-type.ts';
import { openApiDocument } from '../../core/contract/openapi.ts';

const folder = join(import.meta.dirname, '../../sdk/src/contract');

describe('the types of the client', () => {
  it('are those of the contract: `npm run types:client` writes them', () => {
    const written = new Map(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );

    expect(written).toEqual(contractTypes(openApiDocument() as unknown as Reference));
  });

  it.each([
    [{ type: 'array', items: { type: 'string' } }, 'readonly string[]'],
    [{ type: 'array', items: { enum: ['a', "b'"] } }, "readonly ('a' | 'b\\'')[]"],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ const: true }, 'true'],
    [{ $ref: '#/components/schemas/Usage' }, 'Usage'],
    [{}, 'unknown'],
    [
      { type: 'object', additionalProperties: { type: 'integer' } },
      'Readonly<Record<string, number>>',
    ],
    [
      { type: 'object', properties: { a: { type: 'string' }, 'b-c': {} }, required: ['a'] },
      "{\n  readonly a: string;\n  readonly 'b-c'?: unknown;\n}",
    ],
  ])('have %j as %s', (schema, type) => {
    expect(schemaType(schema, 0)).toBe(type);
  });

  it('do not guess at what they do not know', () => {
    expect(() => schemaType({ type: 'tuple' }, 0)).toThrow('tuple');
  });
});
