import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkpointText } from '../../core/tlog/checkpoint.ts';
import { entriesFrom } from '../../core/tlog/entries.ts';
import { ed25519Line, noteText } from '../../core/tlog/note.ts';
import { grown, rootOf } from '../../core/tlog/tiles.ts';
import { leafHash } from '../../core/tlog/tree.ts';
import { consistencyProof } from '../../core/transparency/prove.ts';
import { originOf } from '../../core/transparency/year-log.ts';
import type { Finding } from '../../verify/src/findings.ts';
import { type Report, verified } from '../../verify/src/verify.ts';
import { aYear, plans } from './support/a-year.ts';
import { pairsOf, provenBooks } from './support/proven.ts';
import { tampered } from './support/tampering.ts';

const planTexts = Object.entries(plans).map(([key, body]) => JSON.stringify({ key, ...body }));

describe('A year of bills', () => {
  let world: Awaited<ReturnType<typeof provenBooks>>;
  let report: Report;
  beforeAll(async () => {
    world = await provenBooks((await aYear()).log);
    report = await verified({
      ...{ pairs: pairsOf(world.proven), keys: world.keys, plans: planTexts },
    });
  });

  const says = (state: Finding['state']) =>
    report.documents.flatMap(({ name, findings }) =>
      findings.filter((one) => one.state === state).map((one) => `${name}: ${one.says}`),
    );

  it('holds, every document of every payer: signed, in the tree, as shown, summed and priced', () => {
    expect(says('fails')).toEqual([]);
    expect(says('unknown')).toEqual([]);
    expect(report.verdict).toBe('holds');
    expect(report.documents.length).toBeGreaterThan(50);
  });

  it('has lines of every kind that was made again', () => {
    const all = says('holds').join('\n');
    const adjusted = world.proven.filter(({ answer }) => answer.includes('"kind":"adjustment"'));

    const parts = ['the fee setup', 'up to its commitment', 'up to its minimum', 'charge share of'];
    const terms = ['what is missing of the commitment from', 'What is used of the commitment from'];
    const others = [
      ...terms,
      'takes back lines of INV-',
      'The tax in EUR is',
      'the log has their digest',
    ];
    expect([...parts, ...others].filter((part) => !all.includes(part))).toEqual([]);
    expect(adjusted.length).toBeGreaterThan(10);
  });

  it('is unknown as to what a commitment lacks, where a month of its term is not given', async () => {
    const proven = world.proven.filter(
      ({ document }) =>
        (document.kind === 'invoice' || document.kind === 'statement') &&
        document.customer === 'small' &&
        ['2026-01', '2026-03'].includes(document.period.month),
    );
    const { verdict, documents } = await verified({
      ...{ pairs: pairsOf(proven), keys: world.keys, plans: planTexts },
    });
    const unknowns = documents
      .flatMap(({ findings }) => findings)
      .filter(({ state }) => state === 'unknown')
      .map(({ says }) => says);

    expect(verdict).toBe('unknown');
    expect(unknowns).toContainEqual(
      expect.stringMatching(/what is missing of the commitment .* give the documents of 2026-02,/),
    );
  });

  // Ten thousand of them: node test/verify/tamper.ts
  it('tampered with is found out, whatever was changed of a document, its proof or its prices', async () => {
    const kinds = new Set<string>();
    const passed: string[] = [];
    for (let seed = 1; seed <= 100; seed += 1) {
      const { what, asked } = tampered({ ...world, plans }, seed);
      kinds.add(what.split(':', 1)[0] ?? '');
      if ((await verified(asked)).verdict === 'holds') passed.push(`${seed}: ${what}`);
    }

    expect(passed).toEqual([]);
    expect([...kinds].sort()).toEqual(['document', 'forged', 'price', 'proof']);
  });

  it('is told from a log that tells two people different things, or has lost something', async () => {
    const { proven, keys, ports } = world;
    const log = await ports.logs.get({ tenant: 'acme', year: 2026 });
    const older = await olderNote(ports, 20);
    const { from, to, hashes } = await consistencyProof(
      ports,
      { tenant: 'acme', year: 2026 },
      { from: 20, to: undefined },
    );
    const texts = hashes.map((hash) => Buffer.from(hash).toString('base64'));
    const asked = { pairs: pairsOf(proven.slice(0, 1)), keys, plans: planTexts };
    const told = async (checkpoint: string, hashed: readonly string[]) => {
      const consistency = JSON.stringify({ from, to, hashes: hashed });
      const { verdict, log: findings } = await verified({
        ...{ ...asked, checkpoints: [checkpoint], consistency: [consistency] },
      });
      return [verdict, findings.at(-1)?.says];
    };

    expect(await told(older, texts)).toEqual([
      'holds',
      expect.stringContaining('only grew from 20 to'),
    ]);
    expect(await told(older, texts.toReversed())).toEqual([
      'fails',
      expect.stringContaining('did not grow'),
    ]);
    const other = await olderNote(ports, 20, Buffer.alloc(32, 9));
    expect(await told(other, texts)).toEqual(['fails', expect.stringContaining('did not grow')]);
    const forked = await olderNote(ports, checkpointSize(log?.note), Buffer.alloc(32, 9));
    expect(await told(forked, texts)).toEqual(['fails', expect.stringContaining('two trees')]);
    const alone = await verified({ ...asked, checkpoints: [older] });
    expect(alone.verdict).toBe('unknown');
  });
});

const checkpointSize = (note = ''): number => Number(note.split('\n')[1]);

/** A checkpoint of the log as it was at a size, signed as the log signs; or of another root. */
async function olderNote(
  { tiles, signer }: Pick<Awaited<ReturnType<typeof provenBooks>>['ports'], 'tiles' | 'signer'>,
  size: number,
  root?: Uint8Array,
): Promise<string> {
  const entries: Uint8Array[] = [];
  const bundle = [...tiles.all].find(([path]) => path.includes('2026/tile/entries/000'));
  for (const entry of entriesFrom(bundle?.[1] ?? new Uint8Array()).slice(0, size))
    entries.push(entry);
  const { edge } = grown([], entries.map(leafHash));
  const origin = originOf('farthing.example', { tenant: 'acme', year: 2026 });
  const text = checkpointText({ origin, size, root: root ?? rootOf(edge) });
  const [publicKey, signature] = [await signer.publicKey(), await signer.sign(Buffer.from(text))];
  if (publicKey === 'unavailable' || signature === 'unavailable') throw new Error('there is a key');
  const key = { name: origin, algorithm: 'ed25519', publicKey } as const;
  return noteText({ text, signatures: [ed25519Line(key, signature)] });
}
