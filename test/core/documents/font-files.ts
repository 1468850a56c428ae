import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fontBook, type ReadFont } from '../../../core/documents/pdf/fonts.ts';

const packages = join(import.meta.dirname, '../../../node_modules');

/** A font file as its package ships it. */
export const readInstalledFont: ReadFont = (path) => readFileSync(join(packages, path));

export const installedFonts = fontBook(readInstalledFont);
