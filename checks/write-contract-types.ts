import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiDocument } from '../core/contract/openapi.ts';
import { contractTypes, type Reference } from './contract-types.ts';

/** Writes the types of the client anew, from the contract as it is. */
const folder = join(import.meta.dirname, '../sdk/src/contract');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [name, text] of contractTypes(openApiDocument() as unknown as Reference)) {
  await writeFile(join(folder, name), text);
}
