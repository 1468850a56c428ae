import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { fontBook } from '../../../core/documents/pdf/fonts.ts';
import { sha256 } from '../../../core/kernel/digest.ts';
import { readInstalledFont } from './font-files.ts';
import { manyDocuments } from './many-documents.ts';
import { uncompressed } from './pdf-text.ts';

/** SHA-256 of what each document was drawn as when its layouts were not kept between documents. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/pdf-digests.json'), 'utf8'),
) as Readonly<Record<string, string>>;

const digestOf = (pdf: Uint8Array): string => sha256(uncompressed(pdf)).toString('hex');

describe('documents in many scripts', () => {
  it('are the bytes that they ever were, whatever was drawn with the same fonts before', async () => {
    const fonts = fontBook(readInstalledFont);

    for (const documents of [manyDocuments, manyDocuments.toReversed()]) {
      const drawn: Record<string, string> = {};
      for (const [name, document] of documents) {
        drawn[name] = digestOf(await documentPdf(document, fonts));
      }

      expect(drawn).toEqual(golden);
    }
  });
});
