import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Reference } from '../../checks/contract-types.ts';
import { fieldPage } from '../../checks/field-page.ts';
import { openApiDocument } from '../../core/contract/openapi.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/fields.md'), 'utf8');
const reference = openApiDocument() as unknown as Reference;

/** The reference with a customer that has one more field. */
const withField = (field: object): Reference => {
  const { schemas } = reference.components;
  const customer = schemas['CustomerBody'] ?? {};
  const properties = { ...customer.properties, nickname: field };
  const changed = { ...schemas, CustomerBody: { ...customer, properties } };
  return { ...reference, components: { schemas: changed } };
};

describe('docs/fields.md', () => {
  it('is what the contract has: `npm run docs:fields` writes it', () => {
    expect(page).toBe(fieldPage(reference));
  });

  it('has a field as soon as the contract has it', () => {
    const field = { type: 'string', maxLength: 9, description: 'What friends say.' };

    expect(fieldPage(withField(field))).toContain('| `nickname` | text of up to 9 | What friends');
  });

  it('cannot be made where nobody says what a field is', () => {
    expect(() => fieldPage(withField({ type: 'string' }))).toThrow('description');
  });
});
