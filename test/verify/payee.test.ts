import { describe, expect, it } from '@jest/globals';
import { journal } from '../../core/books/reading.ts';
import { statementRequest } from '../../core/earnings/statements/compose-statement.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { postShares } from '../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../core/payees/record-payee-statements.ts';
import { payeeStatementProof } from '../../core/transparency/prove-payee.ts';
import { sortedFiles } from '../../verify/src/sorted-files.ts';
import { type Report, verified } from '../../verify/src/verify.ts';
import { exact } from '../fixtures/invoicing.ts';
import { october, registered, someBasis } from '../fixtures/payee-statements.ts';
import { booksOfPayees, tenant } from '../support/payees-in-books.ts';
import { aVoid } from './support/a-void.ts';
import { provenBooks } from './support/proven.ts';

const says = ({ documents }: Report, state: string): string[] =>
  documents.flatMap(({ findings }) =>
    findings.filter((one) => one.state === state).map((one) => one.says),
  );

/** A statement of 8.40 and its tax, as it is answered, with the answer of its proof. */
async function aStatementWithProof() {
  const { books, log } = booksOfPayees();
  const asOf = { month: october, asOf: 1, timeZone: utc };
  await postShares(books, tenant, asOf, [
    { payee: 'ada', currency: 'EUR', earned: [{ meter: 'reads', exact: exact('8.4') }] },
  ]);
  await recordPayeeStatements(books, tenant, [statementRequest(someBasis({ body: registered }))]);
  const { ports, keys } = await provenBooks(log);
  for await (const { document } of journal(log, tenant)) {
    if (document.kind !== 'payee-statement') continue;
    const { id, content } = document;
    const { statement, documents } = await payeeStatementProof({ ...ports, books }, tenant, { id });
    return { id, content, keys, proof: JSON.stringify({ statement, documents }), statement };
  }
  throw new Error('a statement is recorded');
}

const reported = (
  { content, proof, keys }: { content: string; proof: string; keys: readonly string[] },
  shown: string = content,
) => verified({ pairs: [{ name: 'statement.json', document: shown, proof }], keys });

describe('A payee’s statement that is genuine', () => {
  it('is found in the log, follows from the shares behind it, and which part of usage they are is not known', async () => {
    const world = await aStatementWithProof();
    const report = await reported(world, answered(world.content));

    expect(report.verdict).toBe('unknown');
    expect(says(report, 'fails')).toEqual([]);
    expect(says(report, 'holds')).toEqual([
      expect.stringContaining('signed a checkpoint'),
      expect.stringContaining('which is opened here'),
      expect.stringContaining('its kind, number, payee and currency'),
      expect.stringContaining('is the one in the entry'),
      '1 document of ada before it is in the log as well, and opened here.',
      'The account is what was booked, and adds up to what is owed: 10.08.',
      'The subtotal is the sum of all lines, rounded once and together: 8.40.',
      'Tax and what is withheld are their rates of it, and what is due follows: 10.08.',
      'It is the first, and begins with nothing.',
      expect.stringContaining('is the sum of these documents: none is left out'),
      expect.stringContaining('how much the exact sum of its month has changed'),
      expect.stringContaining('add up to what was posted of it'),
      'The payouts that it tells of are those that were booked: 0.',
    ]);
    expect(says(report, 'unknown')).toEqual([expect.stringContaining('that is not read here')]);
    expect(report.documents[0]?.is).toMatchObject({ kind: 'payee-statement', customer: 'ada' });
  });

  it('is taken with its proof alone, too, and what stands behind it is asked for', async () => {
    const world = await aStatementWithProof();

    const report = await reported({ ...world, proof: world.statement });

    expect(report.verdict).toBe('unknown');
    expect(says(report, 'unknown')[0]).toContain('What it adds up was not given');
  });

  it('is sorted by what is in its files', async () => {
    const { content, proof } = await aStatementWithProof();
    const bytes = (text: string) => new TextEncoder().encode(text);

    const { asked, left } = await sortedFiles([
      { name: 'b', bytes: bytes(proof) },
      { name: 'a', bytes: bytes(content) },
    ]);

    expect(asked.pairs).toEqual([{ name: 'a', document: content, proof }]);
    expect(left).toEqual([]);
  });

  it('fails where it is shown otherwise, or with the proof of another', async () => {
    const world = await aStatementWithProof();
    const dearer = world.content.replace('"due":"10.08"', '"due":"20.08"');
    const { documents } = JSON.parse(world.proof) as { documents: readonly { proof: string }[] };

    expect(dearer).not.toBe(world.content);
    expect(says(await reported(world, dearer), 'fails')).toEqual([
      expect.stringContaining('is not the one in the entry: due'),
    ]);
    const ofShare = { ...world, proof: documents[0]?.proof ?? '' };
    expect(await reported(ofShare)).toMatchObject({ verdict: 'fails' });
    expect((await reported({ ...world, proof: '{}' })).verdict).toBe('fails');
    const without = {
      ...world,
      proof: JSON.stringify({ statement: world.statement, documents: [] }),
    };
    expect(says(await reported(without), 'fails')).toEqual([
      expect.stringContaining('one is left out, or made up'),
      expect.stringContaining('The lines of a month or a meter do not add up'),
    ]);
    const twice = JSON.stringify({
      statement: world.statement,
      documents: [...documents, ...documents],
    });
    expect(says(await reported({ ...world, proof: twice }), 'fails')).toEqual([
      expect.stringContaining('or there twice'),
    ]);
  });

  it('fails where its account does not add up, though the log has it', async () => {
    const { books, log } = booksOfPayees();
    const asOf = { month: october, asOf: 1, timeZone: utc };
    await postShares(books, tenant, asOf, [
      { payee: 'ada', currency: 'EUR', earned: [{ meter: 'reads', exact: exact('8.4') }] },
    ]);
    const request = statementRequest(someBasis());
    let content = '';
    await recordPayeeStatements(books, tenant, [
      {
        ...request,
        contentOf: (facts) => {
          const text = JSON.stringify(request.contentOf(facts));
          content = text.replace('"earned":"8.4"', '"earned":"9.4"');
          expect(content).not.toBe(text);
          return JSON.parse(content) as ReturnType<typeof request.contentOf>;
        },
      },
    ]);
    const { ports, keys } = await provenBooks(log);
    const { id } = JSON.parse(content) as { id: string };
    const { statement } = await payeeStatementProof({ ...ports, books }, tenant, { id });

    expect(says(await reported({ content, proof: statement, keys }), 'fails')).toEqual([
      expect.stringContaining('does not add up'),
    ]);
  });
});

/** As the route answers it: with links beside it. */
const answered = (content: string): string =>
  JSON.stringify({ ...(JSON.parse(content) as object), documents: { pdf: '/v1/…' } });

describe('A void that is genuine', () => {
  it.each(['rebill', 'forgive'] as const)(
    'takes back what its invoice had, where that is given too, to %s',
    async (afterwards) => {
      const { keys, proof, invoice, own } = await aVoid(afterwards);
      const pairs = [
        { name: 'invoice', document: invoice, proof: own },
        { name: 'void', document: invoice, proof },
      ];

      const report = await verified({ pairs, keys });

      const [, ofVoid] = report.documents;
      expect(ofVoid?.findings.slice(-2).map(({ state, says: text }) => [state, text])).toEqual([
        ['holds', 'It undoes INV-2026-000001: the same month, sums and payer.'],
        [
          'holds',
          expect.stringContaining(afterwards === 'rebill' ? 'is billed again' : 'is forgiven'),
        ],
      ]);
      expect(says(report, 'fails')).toEqual([]);
    },
  );

  it('is told from the proof of its invoice, where both are among files', async () => {
    const { keys, proof, invoice, own } = await aVoid();
    const bytes = (text: string) => new TextEncoder().encode(text);

    const { asked, left } = await sortedFiles([
      { name: 'a', bytes: bytes(invoice) },
      { name: 'b', bytes: bytes(own) },
      { name: 'c', bytes: bytes(proof) },
      { name: 'd', bytes: bytes(keys.join('\n')) },
    ]);

    expect(left).toEqual([]);
    expect(asked.pairs.map((pair) => pair.proof)).toEqual([own, proof]);
  });

  it('is found in the log beside its invoice, and asks for that with its proof', async () => {
    const { id, keys, proof, invoice } = await aVoid();

    const report = await verified({ pairs: [{ name: 'void', document: invoice, proof }], keys });

    expect(report.verdict).toBe('unknown');
    expect(says(report, 'holds')).toEqual([
      expect.stringContaining('signed a checkpoint'),
      expect.stringContaining('which is opened here'),
      expect.stringContaining(`What was booked is void ${id} of `),
    ]);
    expect(says(report, 'unknown')).toEqual([
      expect.stringContaining('give that and its proof, too'),
    ]);
  });

  it('fails beside the document of something else', async () => {
    const { keys, proof } = await aVoid();
    const document = JSON.stringify({ id: 'inv_another' });

    const report = await verified({ pairs: [{ name: 'void', document, proof }], keys });

    expect(says(report, 'fails')).toEqual([expect.stringContaining('is of something else')]);
  });
});
