import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fontBook, type ReadFont } from '../../../core/documents/pdf/fonts.ts';

const folder = join(import.meta.dirname, '../../../fonts');

/** A font file as it is in the repository. */
export const readInstalledFont: ReadFont = (path) => readFileSync(join(folder, path));

export const installedFonts = fontBook(readInstalledFont);
