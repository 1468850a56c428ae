import { describe, expect, it } from '@jest/globals';
import type { DocumentForm } from '../../../core/contract/invoices/invoice.ts';
import { keepAnnounced, keepForm } from '../../../core/documents/keep-documents.ts';
import { partBytes } from '../../../core/documents/part.ts';
import type { Forms } from '../../../core/documents/ports.ts';
import { renderedForm } from '../../../core/documents/rendered-form.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { sha256 } from '../../../core/kernel/digest.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import type { InMemoryForms } from '../../fakes/forms.ts';
import { aPolicy } from '../../fixtures/invoicing.ts';
import { block, closingOf, contentOf, forms, keptOf, someKeeping, tenant } from './some-keeping.ts';

const textOf = ({ kept }: InMemoryForms, id: string, form: DocumentForm): string =>
  new TextDecoder().decode(kept.get(`${tenant} ${id} ${form}`)?.bytes);

describe('documents that are announced', () => {
  it('are kept in every form, each with its checksum', async () => {
    const { ports, ids, id } = await someKeeping();

    await keepAnnounced(ports, { tenant, ids });

    expect(keptOf(ports.forms, id)).toEqual(forms);
    for (const { bytes, sha256: checksum } of ports.forms.kept.values()) {
      expect(Buffer.from(checksum)).toEqual(sha256(bytes));
    }
    expect(textOf(ports.forms, id, 'csv')).toContain('INV-2026-000001');
    expect(textOf(ports.forms, id, 'ubl')).toContain('<cbc:ID>INV-2026-000001</cbc:ID>');
  });

  it('are kept as JSON in the very bytes of the books', async () => {
    const { ports, documents } = await someKeeping([
      closingOf('press'),
      closingOf('radio', '0.0000001'),
    ]);
    const invoice = documents[0]?.id ?? '';
    const credit = await creditInvoice(ports.books, tenant, {
      policy: aPolicy(),
      request: { invoice, key: 'outage', reason: 'an outage', lines: undefined },
    });

    const ids = [...documents.map(({ id }) => id), credit.id];
    await keepAnnounced(ports, { tenant, ids });

    expect(documents.map(({ kind }) => kind)).toEqual(['invoice', 'statement']);
    for (const { id, content } of documents) expect(textOf(ports.forms, id, 'json')).toBe(content);
    expect(JSON.parse(textOf(ports.forms, credit.id, 'json'))).toMatchObject({
      type: 'credit-note',
      number: 'CN-2026-000001',
    });
  });

  it('are not kept as UBL where EN 16931 allows none', async () => {
    const { ports, ids, id } = await someKeeping([closingOf('radio', '0.0000001')]);

    await keepAnnounced(ports, { tenant, ids });

    expect(keptOf(ports.forms, id)).toEqual(['json', 'pdf', 'csv']);
  });

  it('that were kept before there was CII get it when it is asked for, and keep what they have', async () => {
    const { ports, documents, id } = await someKeeping();
    const document = contentOf(documents[0] ?? { content: '' });
    const former = { bytes: Buffer.from('as ever'), sha256: sha256('as ever') };
    const formsBefore = forms
      .filter((form) => form !== 'cii')
      .map((form) => [form, former] as const);
    await ports.forms.put({ ...block, part: 1 }, partBytes([{ id, forms: new Map(formsBefore) }]));

    const cii = await keepForm(ports, block, { document, form: 'cii' });

    expect(cii).toEqual(await renderedForm(document, 'cii', ports.drawPdf));
    expect(await keepForm(ports, block, { document, form: 'cii' })).toEqual(cii);
    expect(await keepForm(ports, block, { document, form: 'ubl' })).toEqual(former);
    expect([...ports.forms.parts.keys()]).toEqual(['acme 1 1', 'acme 1 2']);
  });

  it('are drawn once, however often they are announced', async () => {
    const { ports, ids, drawn } = await someKeeping();
    await keepAnnounced(ports, { tenant, ids });

    await keepAnnounced(ports, { tenant, ids });

    expect(drawn).toEqual(ids);
  });

  it('are read from a block once, drawn once and put at once, however many of it there are', async () => {
    const customers = ['press', 'radio', 'cinema', 'stage'];
    const { ports, ids } = await someKeeping(customers.map((customer) => closingOf(customer)));
    let reads = 0;
    const log = {
      read: ports.log.read.bind(ports.log),
      append: ports.log.append.bind(ports.log),
      readOne: (...[of, seq]: Parameters<typeof ports.log.readOne>) => {
        reads += 1;
        return ports.log.readOne(of, seq);
      },
    };

    await keepAnnounced({ ...ports, log }, { tenant, ids });

    expect(reads).toBe(1);
    expect(ports.forms.kept.size).toBe(4 * forms.length);
    expect([...ports.forms.parts.keys()]).toEqual(['acme 1 1']);
  });

  it('take those of their block along, whichever of them is announced', async () => {
    const { ports, ids, drawn } = await someKeeping([closingOf('press'), closingOf('radio')]);

    await keepAnnounced(ports, { tenant, ids: ids.slice(1) });
    await keepAnnounced(ports, { tenant, ids });

    expect(drawn).toEqual(ids);
    expect(ports.forms.kept.size).toBe(2 * forms.length);
  });

  it('are kept wherever they are in the books, each block in a part of its own', async () => {
    const { ports, ids, id } = await someKeeping([closingOf('press'), closingOf('radio')]);
    const policy = aPolicy();
    const credited = [];
    for (const key of ['first', 'second']) {
      const lines = [{ line: '1', amount: nanosOf(100_000_000n) }];
      const request = { invoice: id, key, reason: 'an outage', lines };
      credited.push((await creditInvoice(ports.books, tenant, { policy, request })).id);
    }

    await keepAnnounced(ports, { tenant, ids: [...ids, ...credited] });

    expect([...ports.forms.parts.keys()].toSorted()).toEqual(['acme 1 1', 'acme 2 1', 'acme 3 1']);
    for (const one of [...ids, ...credited]) expect(keptOf(ports.forms, one)).toEqual(forms);
  });

  it('that an earlier version kept one by one stay as they are', async () => {
    const { ports, ids, id, drawn } = await someKeeping([closingOf('press'), closingOf('radio')]);
    const bytes = new TextEncoder().encode('as it was');
    for (const form of forms) {
      await ports.forms.putAlone({ tenant, id, form }, { bytes, sha256: sha256(bytes) });
    }

    await keepAnnounced(ports, { tenant, ids });

    expect(drawn).toEqual(ids.slice(1));
    expect(textOf(ports.forms, id, 'pdf')).toBe('as it was');
    expect(keptOf(ports.forms, ids[1] ?? '')).toEqual(forms);
  });

  it('are put in several parts where one would be too large', async () => {
    const customers = ['press', 'radio', 'cinema'];
    const { ports, ids } = await someKeeping(customers.map((customer) => closingOf(customer)));
    const drawPdf = async () => new Uint8Array(5 * 1024 * 1024);

    await keepAnnounced({ ...ports, drawPdf }, { tenant, ids });

    expect([...ports.forms.parts.keys()]).toEqual(['acme 1 1', 'acme 1 2']);
    expect(ports.forms.kept.size).toBe(3 * forms.length);
  });

  it('hold up none of the others when one fails, and are kept the next time', async () => {
    const { ports, ids, id } = await someKeeping([closingOf('press'), closingOf('radio')]);
    let isDown = true;
    const failing: typeof ports = {
      ...ports,
      drawPdf: async (document) => {
        if (isDown && document.id === id) throw new Error('no such font');
        return ports.drawPdf(document);
      },
    };

    await expect(keepAnnounced(failing, { tenant, ids })).rejects.toThrow(
      `${id} and 0 other documents were not kept`,
    );
    expect(keptOf(ports.forms, ids[1] ?? '')).toEqual(forms);

    isDown = false;
    await keepAnnounced(failing, { tenant, ids });
    expect(keptOf(ports.forms, id)).toEqual(forms);
  });

  it('are in the books, or something is wrong with us, and the others are kept', async () => {
    const { ports, ids, id } = await someKeeping();
    const unknown = `inv_${'0'.repeat(32)}`;

    await expect(keepAnnounced(ports, { tenant, ids: [unknown, ...ids] })).rejects.toMatchObject({
      message: `${unknown} and 0 other documents were not kept`,
      cause: { message: `the books have ${unknown}, as was announced` },
    });
    expect(keptOf(ports.forms, id)).toEqual(forms);
  });
});

describe('a form that somebody asks for', () => {
  it('is what was kept, whatever it would be drawn as now', async () => {
    const { ports, documents, ids, id } = await someKeeping();
    await keepAnnounced(ports, { tenant, ids });
    const [document] = documents.map(contentOf);
    if (document === undefined) throw new Error('one document');

    const form = await keepForm(ports, block, { document, form: 'pdf' });

    expect(form).toMatchObject({ bytes: ports.forms.kept.get(`${tenant} ${id} pdf`)?.bytes });
  });

  it('is the one that an earlier version kept by itself, before any other', async () => {
    const { ports, documents, ids, id } = await someKeeping();
    await keepAnnounced(ports, { tenant, ids });
    const [document] = documents.map(contentOf);
    if (document === undefined) throw new Error('one document');
    const bytes = new TextEncoder().encode('as it was');
    const alone = { bytes, sha256: new Uint8Array(sha256(bytes)) };
    await ports.forms.putAlone({ tenant, id, form: 'pdf' }, alone);

    expect(await keepForm(ports, block, { document, form: 'pdf' })).toEqual(alone);
    expect(await keepForm(ports, block, { document, form: 'csv' })).not.toEqual(alone);
  });

  it('is never answered where its bytes are not those that were put', async () => {
    const { ports, documents, ids } = await someKeeping();
    await keepAnnounced(ports, { tenant, ids });
    const [document] = documents.map(contentOf);
    if (document === undefined) throw new Error('one document');
    const damaging = (from: number): Forms => ({
      ...ports.forms,
      read: async (at, range) => {
        const bytes = await ports.forms.read(at, range);
        if (bytes !== undefined && (range.from > 0 || from === 0)) {
          bytes.set([(bytes.at(520 - from) ?? 0) ^ 1], 520 - from);
        }
        return bytes;
      },
    });

    for (const from of [0, 500]) {
      await expect(
        keepForm({ ...ports, forms: damaging(from) }, block, { document, form: 'json' }),
      ).rejects.toThrow(from === 0 ? /begins with its index/ : /has the SHA-256/);
    }
  });

  it('is kept then and there where it was not', async () => {
    const { ports, documents, id } = await someKeeping();
    const [document] = documents.map(contentOf);
    if (document === undefined) throw new Error('one document');

    const first = await keepForm(ports, block, { document, form: 'pdf' });
    const second = await keepForm(ports, block, { document, form: 'pdf' });

    expect('bytes' in first).toBe(true);
    expect(second).toEqual(first);
    expect(keptOf(ports.forms, id)).toEqual(forms);
  });
});
