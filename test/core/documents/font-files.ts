import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fontBook } from '../../../core/documents/pdf/fonts.ts';

const packages = join(import.meta.dirname, '../../../node_modules');

/** The fonts as their packages ship them. */
export const installedFonts = fontBook((path) => readFileSync(join(packages, path)));
