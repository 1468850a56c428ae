import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type jsQR from 'jsqr';
import type { Invoice } from '../../../core/contract/invoices/invoice.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { transferOf, transferText } from '../../../core/documents/transfer-text.ts';
import { aCreditNote, anInvoice, aSeller } from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { fileOf } from './pdf-file.ts';
import { textOf } from './pdf-text.ts';

/** Its types and its exports differ. */
const readCode = createRequire(import.meta.url)('jsqr') as typeof jsQR.default;

const bankAccount = { iban: 'DE02120300000000202051', bic: 'BYLADEM1001' };
const seller = { ...aSeller, name: 'Müller & Søn Éditions', bankAccount };

const SCALE = 10;
const MARGIN = 13;
const SIZE = (84 + 2 * MARGIN) * SCALE;

/** What a phone reads in the figure of a page: its rectangles as pixels, and what these say. */
async function scanned(invoice: Invoice): Promise<string | undefined> {
  return (await codesOf(invoice))[0];
}

/** What all its figures say. */
async function codesOf(invoice: Invoice, proof?: string): Promise<readonly (string | undefined)[]> {
  const { objects } = await fileOf(invoice, undefined, proof);
  const contents = [...objects.values()].map(({ stream }) => stream).join('\n');
  return [...contents.matchAll(/\/Figure <<[\s\S]*?EMC/g)].map(([figure]) => codeOf(figure));
}

function codeOf(figure: string): string | undefined {
  const boxes = [...figure.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$/gm)].map((box) =>
    box.slice(1).map(Number),
  );
  const [left = 0, top = 0] = [0, 1].map((at) => Math.min(...boxes.map((box) => box[at] ?? 0)));
  const pixels = new Uint8ClampedArray(SIZE * SIZE * 4).fill(255);
  for (const [x = 0, y = 0, width = 0, height = 0] of boxes) {
    blacken(pixels, { x: x - left + MARGIN, y: y - top + MARGIN, width, height });
  }
  for (let alpha = 3; alpha < pixels.length; alpha += 4) pixels[alpha] = 255;
  const found = readCode(pixels, SIZE, SIZE);
  return found === null ? undefined : Buffer.from(found.binaryData).toString('utf8');
}

function blacken(
  pixels: Uint8ClampedArray,
  { x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>,
): void {
  const [fromX, toX] = [x, x + width].map((at) => Math.round(at * SCALE));
  for (let row = Math.round(y * SCALE); row < Math.round((y + height) * SCALE); row += 1) {
    pixels.fill(0, (row * SIZE + (fromX ?? 0)) * 4, (row * SIZE + (toX ?? 0)) * 4);
  }
}

describe('the proof of a document', () => {
  const url = 'https://billing.example.com/v1/invoices/inv_0123456789abcdef0123456789abcdef/proof';

  it('is said, and is a code that a phone reads as its address', async () => {
    const invoice = anInvoice({ seller });
    const { bytes } = await fileOf(invoice, undefined, url);

    expect((await codesOf(invoice, url)).at(-1)).toBe(url);
    expect(textOf(bytes).replaceAll('\n', ' ')).toContain(
      'in a public log. Whoever has its proof can check that: ask the seller for it.',
    );
  });

  it('is not there where there is no log: then the bytes are what they were', async () => {
    const invoice = anInvoice({ seller });

    expect(await codesOf(invoice)).toHaveLength(1);
    expect((await fileOf(invoice, undefined, undefined)).bytes).toEqual(
      (await fileOf(invoice)).bytes,
    );
  });
});

describe('the payment of an invoice', () => {
  it.each([
    ['with a reference', anInvoice({ seller })],
    [
      'with much to say',
      anInvoice({ seller: { ...seller, name: '字'.repeat(70) }, number: 'Beleg Nr. ä 1' }),
    ],
    ['of little', anInvoice({ seller: { ...seller, name: 'A' }, total: '0.01' })],
  ])('is a code that a phone reads as the transfer, %s', async (_, invoice) => {
    const transfer = transferOf(invoice);

    expect(await scanned(invoice)).toBe(transfer === undefined ? '' : transferText(transfer));
  });

  it('says account and reference, in fours, and what the code is to who cannot see it', async () => {
    const { objects, bytes } = await fileOf(anInvoice({ seller }));

    const text = textOf(bytes);
    const alternatives = [...objects.values()].flatMap(({ dictionary }) =>
      dictionary.includes('/S /Figure')
        ? [/\/Alt <feff([0-9a-f]+)>/.exec(dictionary)?.[1] ?? '']
        : [],
    );

    expect(text).toContain(
      'To IBAN DE02 1203 0000 0000 2020 51 of Müller & Søn Éditions, BIC BYLADEM1001\nReference RF69 F202 6004 2',
    );
    expect(alternatives.map((hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le'))).toEqual(
      [
        'QR code of a transfer of 14.64 EUR to IBAN DE02120300000000202051 with reference RF69F20260042',
      ],
    );
  });

  it('says the account without a code where the invoice is not in euros', async () => {
    const dollars = anInvoice({ seller, currency: 'USD' });

    expect(textOf(await documentPdf(dollars, installedFonts))).toContain('To IBAN DE02 1203');
    expect(await scanned(dollars)).toBeUndefined();
  });

  it('is nothing that a credit note speaks of', async () => {
    const note = textOf(await documentPdf(aCreditNote({ seller }), installedFonts));

    expect(note).not.toContain('IBAN');
  });
});

describe('an invoice that was paid before, from the balance of its payer', () => {
  it('shows that, and its code is for what is left', async () => {
    const invoice = anInvoice({ seller, prepaid: '4.64', payable: '10.00' });

    expect(transferOf(invoice)?.amount).toBe('10.00');
    const text = textOf(await documentPdf(invoice, installedFonts));
    expect(text).toMatch(/Paid before from your balance\s+-4\.64/);
    expect(text).toMatch(/Left to pay EUR\s+10\.00/);
  });

  it('has nothing to pay, and no code, where that is all of it', async () => {
    const invoice = anInvoice({ seller, prepaid: '14.64', payable: '0.00' });

    expect(transferOf(invoice)).toBeUndefined();
    expect(textOf(await documentPdf(invoice, installedFonts))).toContain('nothing to pay');
  });
});

describe('the page at which an invoice is paid', () => {
  const paymentLink = `https://shop.example/pay?invoice=F-2026-0042&by=${'a'.repeat(150)}`;

  it('is written in full, and each of its lines leads there, with a tag that says what it is', async () => {
    const { objects, bytes } = await fileOf(anInvoice({ seller, paymentLink }));
    const all = [...objects].map(([id, { dictionary }]) => ({ id, dictionary }));

    const links = all.filter(({ dictionary }) => dictionary.includes('/Subtype /Link'));
    const tag = all.find(({ dictionary }) => dictionary.includes('/S /Link '));

    expect(textOf(bytes).replaceAll('\n', '')).toContain(`Pay online:${paymentLink}`);
    expect(links).toHaveLength(4);
    const marks = all.find(({ dictionary }) => dictionary.startsWith('<</Nums ['))?.dictionary;
    for (const [index, { id, dictionary }] of links.entries()) {
      expect(dictionary).toContain(`/URI (${paymentLink})`);
      expect(dictionary).toMatch(/\/F 4\b/);
      expect(dictionary).toContain('/Contents (Pay Invoice F-2026-0042 online)');
      expect(dictionary).toContain(`/StructParent ${index + 1}\n`);
      expect(tag?.dictionary).toContain(`<</Type /OBJR /Pg `);
      expect(tag?.dictionary).toContain(`/Obj ${id} 0 R>>`);
      expect(marks).toContain(` ${index + 1} ${tag?.id} 0 R`);
    }
    const page = all.find(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary))?.dictionary;
    expect(/\/Annots \[(.*)\]/.exec(page ?? '')?.[1]).toBe(
      links.map(({ id }) => `${id} 0 R`).join(' '),
    );
  });

  it('is not written where nothing is to pay', async () => {
    const invoice = anInvoice({ seller, paymentLink, prepaid: '14.64', payable: '0.00' });

    const { objects, bytes } = await fileOf(invoice);

    expect(textOf(bytes)).not.toContain('Pay online');
    expect([...objects.values()].join()).not.toContain('/Annot');
  });
});
