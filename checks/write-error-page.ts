import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorPage } from './error-page.ts';

/** Writes the page of error codes anew, from the contract as it is. */
await writeFile(join(import.meta.dirname, '../docs/errors.md'), errorPage());
