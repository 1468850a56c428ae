import { describe, expect, it } from '@jest/globals';
import type { DocumentForm } from '../../../core/contract/invoices/invoice.ts';
import { keepAnnounced, keepForm } from '../../../core/documents/keep-documents.ts';
import { indexIn } from '../../../core/documents/part.ts';
import { Crash, Mischief, muchTrouble } from '../../fakes/failing-books.ts';
import { failingForms } from '../../fakes/failing-forms.ts';
import type { InMemoryForms } from '../../fakes/forms.ts';
import { Turns } from '../../fakes/turns.ts';
import { block, closingOf, contentOf, someKeeping, tenant } from './some-keeping.ts';

const SEEDS = 120;

/** Keeps and asks for the same documents, from several sides, in a world where everything fails now and then. */
async function raced(seed: number) {
  const { ports, documents, ids } = await someKeeping([
    closingOf('press'),
    closingOf('radio', '0.0000001'),
  ]);
  const turns = new Turns(seed);
  const mischief = new Mischief(turns, muchTrouble);
  const failing = { ...ports, forms: failingForms(ports.forms, mischief) };
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
      const answer = await untilDone(() => keepForm(failing, block, { document, form }));
      if ('obstacles' in answer) continue;
      const text = new TextDecoder().decode(answer.bytes);
      answers.push({ place: `${tenant} ${document.id} ${form}`, text });
    }
  };
  await turns.run([keep(), keep(), ask('pdf'), ask('pdf'), ask('csv'), ask('ubl')]);
  return { forms: ports.forms, answers, happened: mischief.happened };
}

/** Parts that have a document without its JSON. */
const partly = ({ parts }: InMemoryForms): readonly string[] =>
  [...parts].flatMap(([place, bytes]) =>
    [...indexIn(bytes).values()].every((placed) => placed.has('json')) ? [] : [place],
  );

/** The documents of every part. */
const documentsPut = ({ parts }: InMemoryForms): readonly string[] =>
  [...parts.values()].flatMap((bytes) => [...indexIn(bytes).keys()]);

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

      expect(run.forms.kept.size).toBe(8);
      for (const { place, text } of run.answers) {
        expect([seed, text]).toEqual([
          seed,
          new TextDecoder().decode(run.forms.kept.get(place)?.bytes),
        ]);
      }
      // Where one form of a document is, its others are.
      expect([seed, partly(run.forms)]).toEqual([seed, []]);
      const put = documentsPut(run.forms);
      expect([seed, put.toSorted()]).toEqual([seed, [...new Set(put)].toSorted()]);
      for (const what of ['crashes', 'unknown', 'late', 'taken'] as const) {
        happened[what] += run.happened[what];
      }
    }
    for (const count of Object.values(happened)) expect(count).toBeGreaterThan(SEEDS / 10);
  });
});
