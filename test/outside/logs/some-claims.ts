import { documentsIn } from '../../../core/books/block.ts';
import { tlogProofFrom } from '../../../core/tlog/tlog-proof.ts';
import { entryOf, openerOf, openingOf } from '../../../core/transparency/commitment.ts';
import { consistencyProof, documentProof, logKey } from '../../../core/transparency/prove.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { aLogWorld, host, noHurry, readAll, tenant } from '../../core/transparency/a-log-world.ts';
import { there } from '../../support/there.ts';

/** What is said of a log: that an entry is in it, or, with `before`, that it only grew. */
export interface Claim {
  /** The signed note of an earlier checkpoint; empty where an entry is said to be there. */
  readonly before: string;
  readonly now: string;
  readonly index: number;
  /** Base64, as the hashes are. */
  readonly entry: string;
  readonly hashes: readonly string[];
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const id = { tenant, year: 2026 };
const GROWTH = [3, 1, 60, 192, 1, 300, 143];

/** A log that grew in steps, and what it says of itself: each document, and each two of its checkpoints. */
export async function someClaims(): Promise<{
  readonly vkey: string;
  readonly inclusion: readonly Claim[];
  readonly consistency: readonly Claim[];
}> {
  const world = await aLogWorld([]);
  const notes = new Map<number, string>();
  let size = 0;
  for (const count of GROWTH) {
    await world.append(count);
    await sequence(world, tenant, noHurry);
    size += count;
    notes.set(size, there(await world.logs.get(id)).note);
  }
  const consistency: Claim[] = [];
  for (const [from, before] of notes) {
    for (const [to, now] of notes) {
      if (to <= from) continue;
      const { hashes } = await consistencyProof(world, id, { from, to });
      consistency.push({ ...{ before, now, index: 0, entry: '' }, hashes: hashes.map(base64) });
    }
  }
  return {
    vkey: await logKey({ ...world, host }, id),
    inclusion: await included(world),
    consistency,
  };
}

async function included(world: Awaited<ReturnType<typeof aLogWorld>>): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const { seq, bytes } of (await readAll(world.log)).blocks) {
    for (const [index, document] of documentsIn(bytes).entries()) {
      if (index % 7 > 0) continue;
      const placed = { seq, index, document };
      const proof = there(tlogProofFrom(await documentProof(world, tenant, placed)));
      const opener = openerOf(document);
      const salt = there((await world.salts.find(tenant, [opener])).get(opener));
      claims.push({
        ...{ before: '', now: proof.checkpoint, index: proof.index },
        entry: base64(entryOf(openingOf(placed, salt))),
        hashes: proof.hashes.map(base64),
      });
    }
  }
  return claims;
}

const otherwise = (text: string): string => {
  const bytes = Buffer.from(text, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return base64(bytes);
};

/** The note with another size, another root, another name, or another signature. */
const otherNotes = (note: string): readonly string[] => {
  const [origin = '', size = '', root = '', ...rest] = note.split('\n');
  const [signature = ''] = rest.slice(-2);
  const [dash = '', name = '', bytes = ''] = signature.split(' ');
  const last = Buffer.from(bytes, 'base64');
  last[20] = (last[20] ?? 0) ^ 1;
  return [
    [origin, String(Number(size) + 1), root, ...rest].join('\n'),
    [origin, size, otherwise(root), ...rest].join('\n'),
    [`${origin}0`, size, root, ...rest].join('\n'),
    [origin, size, root, '', [dash, name, base64(last)].join(' '), ''].join('\n'),
    [origin, size, root, '', [dash, `${name}0`, bytes].join(' '), ''].join('\n'),
  ];
};

/** What does not hold any more, one thing changed at a time. */
export function tampered(claim: Claim): readonly Claim[] {
  const { before, now, index, entry, hashes } = claim;
  const others = hashes.map((hash, at) => hashes.with(at, otherwise(hash)));
  const ofHashes = [...others, [...hashes, otherwise(now.slice(0, 44))], hashes.slice(1)];
  return [
    ...ofHashes.map((some) => ({ ...claim, hashes: some })),
    ...otherNotes(now).map((note) => ({ ...claim, now: note })),
    ...(before === ''
      ? [
          { ...claim, entry: otherwise(entry) },
          { ...claim, index: index + 1 },
          { ...claim, index: 100_000 },
        ]
      : otherNotes(before).map((note) => ({ ...claim, before: note }))),
  ].filter((one) => JSON.stringify(one) !== JSON.stringify(claim));
}
