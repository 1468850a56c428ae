import { describe, expect, it } from '@jest/globals';
import type { DocumentContent, DocumentForm } from '../../../core/contract/invoices/invoice.ts';
import { keepAnnounced, keepForm } from '../../../core/documents/keep-documents.ts';
import type { Forms } from '../../../core/documents/ports.ts';
import { type ClosingRequest, closePeriods } from '../../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { sha256 } from '../../../core/kernel/digest.ts';
import { Crash, Mischief, muchTrouble } from '../../fakes/failing-books.ts';
import { failingForms } from '../../fakes/failing-forms.ts';
import { type InMemoryForms, inMemoryForms } from '../../fakes/forms.ts';
import { Turns } from '../../fakes/turns.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';

const tenant = 'acme';
const forms = ['json', 'pdf', 'csv', 'ubl'] as const satisfies readonly DocumentForm[];

const closingOf = (customer: string, price = '0.001'): ClosingRequest =>
  aClosing({
    terms: someTerms({ customer }),
    current: aMonth('2026-01', [aCharge('1000', price)]),
  });

/** Books with closed months, and what their documents are kept with. Each PDF that is drawn has other bytes. */
async function someKeeping(requests: readonly ClosingRequest[] = [closingOf('press')]) {
  const { books, log, clock } = someBooks();
  const outcomes = await closePeriods({ books, clock }, tenant, requests);
  const documents = outcomes.flatMap((outcome) =>
    outcome.status === 'closed' ? [outcome.document] : [],
  );
  const drawn: string[] = [];
  const ports = {
    books,
    log,
    forms: inMemoryForms(),
    drawPdf: async ({ id }: DocumentContent) => {
      drawn.push(id);
      return new TextEncoder().encode(`PDF ${drawn.length} of ${id}`);
    },
  };
  const ids = documents.map(({ id }) => id);
  return { ports, documents, ids, drawn, id: ids[0] ?? '' };
}

const keptOf = ({ kept }: InMemoryForms, id: string) =>
  forms.filter((form) => kept.has(`${tenant} ${id} ${form}`));

const textOf = ({ kept }: InMemoryForms, id: string, form: DocumentForm): string =>
  new TextDecoder().decode(kept.get(`${tenant} ${id} ${form}`)?.bytes);

const contentOf = ({ content }: { readonly content: string }) =>
  JSON.parse(content) as DocumentContent;

describe('documents that are announced', () => {
  it('are kept in every form, each with its checksum, type and name', async () => {
    const { ports, ids, id } = await someKeeping();

    await keepAnnounced(ports, { tenant, ids });

    expect(keptOf(ports.forms, id)).toEqual(forms);
    for (const { bytes, sha256: checksum } of ports.forms.kept.values()) {
      expect(Buffer.from(checksum)).toEqual(sha256(bytes));
    }
    expect(ports.forms.kept.get(`${tenant} ${id} pdf`)).toMatchObject({
      mediaType: 'application/pdf',
      fileName: 'INV-2026-000001.pdf',
    });
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

  it('are drawn once, however often they are announced', async () => {
    const { ports, ids, drawn } = await someKeeping();
    await keepAnnounced(ports, { tenant, ids });

    await keepAnnounced(ports, { tenant, ids });

    expect(drawn).toEqual(ids);
  });

  it('are read from a block once, however many of it there are', async () => {
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
  });

  it('hold up none of the others when one fails, and are kept the next time', async () => {
    const { ports, ids, id } = await someKeeping([closingOf('press'), closingOf('radio')]);
    let isDown = true;
    const failing: Forms = {
      ...ports.forms,
      put: async (at, document) => {
        if (isDown && at.id === id) throw new Error('the disk is full');
        return ports.forms.put(at, document);
      },
    };

    await expect(keepAnnounced({ ...ports, forms: failing }, { tenant, ids })).rejects.toThrow(
      `${id} and 0 other documents were not kept`,
    );
    expect(keptOf(ports.forms, ids[1] ?? '')).toEqual(forms);

    isDown = false;
    await keepAnnounced({ ...ports, forms: failing }, { tenant, ids });
    expect(keptOf(ports.forms, id)).toEqual(forms);
  });

  it('are in the books, or something is wrong with us', async () => {
    const { ports } = await someKeeping();
    const unknown = `inv_${'0'.repeat(32)}`;

    await expect(keepAnnounced(ports, { tenant, ids: [unknown] })).rejects.toThrow(
      `the books have ${unknown}, as was announced`,
    );
  });
});

describe('a form that somebody asks for', () => {
  it('is what was kept, whatever it would be drawn as now', async () => {
    const { ports, documents, ids, id } = await someKeeping();
    await keepAnnounced(ports, { tenant, ids });
    const [document] = documents.map(contentOf);
    if (document === undefined) throw new Error('one document');

    const form = await keepForm(ports, tenant, { document, form: 'pdf' });

    expect(form).toMatchObject({ bytes: ports.forms.kept.get(`${tenant} ${id} pdf`)?.bytes });
  });

  it('is kept then and there where it was not', async () => {
    const { ports, documents, id } = await someKeeping();
    const [document] = documents.map(contentOf);
    if (document === undefined) throw new Error('one document');

    const first = await keepForm(ports, tenant, { document, form: 'pdf' });
    const second = await keepForm(ports, tenant, { document, form: 'pdf' });

    expect(second).toEqual({
      bytes: 'bytes' in first ? first.bytes : undefined,
      sha256: 'bytes' in first ? new Uint8Array(first.sha256) : undefined,
    });
    expect(keptOf(ports.forms, id)).toEqual(['pdf']);
  });
});

const SEEDS = 150;

/** Keeps and asks for the same documents, from several sides, in a world where everything fails now and then. */
async function raced(seed: number) {
  const { ports, documents, ids } = await someKeeping([
    closingOf('press'),
    closingOf('radio', '0.0000001'),
  ]);
  const turns = new Turns(seed);
  const mischief = new Mischief(turns, muchTrouble);
  const incomplete: string[] = [];
  const watched: Forms = {
    ...ports.forms,
    put: (at, document) => {
      if (at.form === 'json' && keptOf(ports.forms, at.id).length < 2) incomplete.push(at.id);
      return ports.forms.put(at, document);
    },
  };
  const failing = { ...ports, forms: failingForms(watched, mischief) };
  const untilDone = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isTrouble(error)) throw error;
      }
    }
  };
  const answers: { readonly place: string; readonly text: string }[] = [];
  const keep = () => untilDone(() => keepAnnounced(failing, { tenant, ids }));
  const ask = async (form: DocumentForm) => {
    for (const document of documents.map(contentOf)) {
      const answer = await untilDone(() => keepForm(failing, tenant, { document, form }));
      if ('obstacles' in answer) continue;
      const text = new TextDecoder().decode(answer.bytes);
      answers.push({ place: `${tenant} ${document.id} ${form}`, text });
    }
  };
  await turns.run([keep(), keep(), ask('pdf'), ask('pdf'), ask('csv'), ask('ubl')]);
  return { forms: ports.forms, answers, incomplete, happened: mischief.happened };
}

const isTrouble = (error: unknown): boolean =>
  error instanceof Crash ||
  (error instanceof Error &&
    (error.cause instanceof Crash || /^gave up keeping/.test(causeOf(error).message)));

const causeOf = (error: Error): Error => (error.cause instanceof Error ? error.cause : error);

describe('many that keep and ask at once, crash, and lose answers', () => {
  it('end with one set of bytes, which is all that anybody was ever answered', async () => {
    const happened = { crashes: 0, unknown: 0, late: 0, taken: 0 };
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const run = await raced(seed);

      expect(run.forms.kept.size).toBe(7);
      for (const { place, text } of run.answers) {
        expect([seed, text]).toEqual([
          seed,
          new TextDecoder().decode(run.forms.kept.get(place)?.bytes),
        ]);
      }
      // Where the JSON of a document is, its other forms are.
      expect([seed, run.incomplete]).toEqual([seed, []]);
      for (const what of ['crashes', 'unknown', 'late', 'taken'] as const) {
        happened[what] += run.happened[what];
      }
    }
    for (const count of Object.values(happened)) expect(count).toBeGreaterThan(SEEDS / 4);
  });
});
