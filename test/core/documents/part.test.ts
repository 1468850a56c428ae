import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentForm } from '../../../core/contract/invoices/invoice.ts';
import {
  type DocumentForms,
  indexIn,
  indexLength,
  indexRange,
  partBytes,
} from '../../../core/documents/part.ts';
import type { StoredForm } from '../../../core/documents/ports.ts';
import { sha256 } from '../../../core/kernel/digest.ts';

const idOf = (index: number): string => `inv_${String(index).padStart(32, '0')}`;

const formsOf = (id: string, texts: Partial<Record<DocumentForm, string>>): DocumentForms => ({
  id,
  forms: new Map(
    Object.entries(texts).map(([form, text]) => [
      form as DocumentForm,
      { bytes: new TextEncoder().encode(text), sha256: sha256(text) },
    ]),
  ),
});

const aForm: StoredForm = { bytes: new TextEncoder().encode('?'), sha256: sha256('?') };

const two = [
  formsOf(idOf(1), { json: '{"id":1}', pdf: 'drawn'.repeat(300), csv: 'a,b', ubl: '<Invoice/>' }),
  formsOf(idOf(2), { json: '{"id":2}', pdf: '', csv: 'ä,ö' }),
];

describe('a part', () => {
  it('says where each form stands, and has its bytes there', () => {
    const part = partBytes(two);

    const index = indexIn(part);

    expect([...index.keys()]).toEqual([idOf(1), idOf(2)]);
    for (const { id, forms } of two) {
      expect([...(index.get(id)?.keys() ?? [])]).toEqual([...forms.keys()]);
      for (const [form, { bytes, sha256: digest }] of forms) {
        const placed = index.get(id)?.get(form) ?? { from: 0, length: 0, sha256: '' };
        expect(part.slice(placed.from, placed.from + placed.length)).toEqual(Buffer.from(bytes));
        expect(placed.sha256).toBe(Buffer.from(digest).toString('hex'));
      }
    }
  });

  it('of a hundred documents has an index that is read at once, with nothing of the rest', () => {
    const all = { json: '{}', pdf: 'x'.repeat(9_000_000), csv: '', ubl: '' };
    const part = partBytes(
      Array.from({ length: 100 }, (_, index) =>
        formsOf(idOf(index), index === 99 ? all : { ...all, pdf: 'x' }),
      ),
    );

    expect(indexLength(part)).toBeLessThan(indexRange.length);
    expect(indexIn(part.slice(0, indexLength(part))).size).toBe(100);
  });

  it('is read without the forms of a later version', () => {
    const later = formsOf(idOf(1), { json: '{}' });
    const forms = new Map<string, StoredForm>([...later.forms, ['hologram', { ...aForm }]]);

    const part = partBytes([{ id: idOf(1), forms: forms as DocumentForms['forms'] }]);

    expect([...(indexIn(part).get(idOf(1))?.keys() ?? [])]).toEqual(['json']);
  });

  it('is the same bytes as ever', () => {
    expect(sha256(partBytes(two)).toString('hex')).toBe(
      'b6be1c39890973e3c3c56a06afb9621df6ed48c6de5c1b880a811f214b828cb5',
    );
  });

  it.each([
    ['is cut off in its index', (part: Buffer) => part.subarray(0, 600)],
    ['is of zeros', (part: Buffer) => Buffer.alloc(part.length)],
    [
      'has another index',
      (part: Buffer) =>
        Buffer.from(part.toString('latin1').replace('"length":8', '"length":9'), 'latin1'),
    ],
  ])('is not read where it %s', (_, damage) => {
    expect(() => indexIn(damage(Buffer.from(partBytes(two))))).toThrow(/^a part /);
  });
});

describe('a part in the hands of people', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'farthing-part-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is opened by tar', () => {
    writeFileSync(join(directory, 'part.tar'), partBytes(two));

    execFileSync('tar', ['-xf', 'part.tar'], { cwd: directory });

    expect(readFileSync(join(directory, idOf(1), 'document.xml'), 'utf8')).toBe('<Invoice/>');
    expect(readFileSync(join(directory, idOf(2), 'document.csv'), 'utf8')).toBe('ä,ö');
    expect(readFileSync(join(directory, idOf(2), 'document.pdf'), 'utf8')).toBe('');
  });
});
