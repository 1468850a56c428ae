import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiDocument } from '../core/contract/openapi.ts';
import type { Reference } from './contract-types.ts';
import { fieldPage } from './field-page.ts';

/** Writes the page of fields anew, from the contract as it is. */
await writeFile(
  join(import.meta.dirname, '../docs/fields.md'),
  fieldPage(openApiDocument() as unknown as Reference),
);
