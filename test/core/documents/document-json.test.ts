import { describe, expect, it } from '@jest/globals';
import { documentJson } from '../../../core/documents/document-json.ts';
import { anInvoice } from './a-document.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('documentJson', () => {
  it('loses nothing of the document', () => {
    expect(JSON.parse(text(documentJson(anInvoice())))).toEqual(anInvoice());
  });

  it('has the same bytes in whatever order the fields were written', () => {
    const reversed = Object.fromEntries(Object.entries(anInvoice()).reverse()) as unknown;

    expect(documentJson(reversed as ReturnType<typeof anInvoice>)).toEqual(
      documentJson(anInvoice()),
    );
  });
});
