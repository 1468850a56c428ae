import { describe, expect, it } from '@jest/globals';
import { documentsIn } from '../../../core/books/block.ts';
import { sha256 } from '../../../core/kernel/digest.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { checkpointFrom } from '../../../core/tlog/checkpoint.ts';
import { noteFrom, signatureBy } from '../../../core/tlog/note.ts';
import { provesConsistency, provesInclusion } from '../../../core/tlog/proofs.ts';
import { tlogProofFrom } from '../../../core/tlog/tlog-proof.ts';
import { leafHash } from '../../../core/tlog/tree.ts';
import { openerOf } from '../../../core/transparency/commitment.ts';
import { consistencyProof, documentProof } from '../../../core/transparency/prove.ts';
import { behindSince, sequence } from '../../../core/transparency/sequence.ts';
import { there } from '../../support/there.ts';
import { aLogWorld, host, noHurry, readAll, tenant } from './a-log-world.ts';

type World = Awaited<ReturnType<typeof aLogWorld>>;

/** What something is refused with. */
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Rejection ? error.code : `not refused: ${String(error)}`;
};

const checkpointOf = (note: string) => there(checkpointFrom(noteFrom(note)?.text ?? ''));

async function documentOf({ log }: World, seq: number, index: number) {
  const { blocks } = await readAll(log);
  const document = there(documentsIn(blocks[seq - 1]?.bytes ?? new Uint8Array())[index]);
  return { seq, index, document };
}

describe('The log of a tenant', () => {
  it('has each document of the books in their order, under a checkpoint that it signed', async () => {
    const world = await aLogWorld([3, 1, 300]);
    expect(await sequence(world, tenant, noHurry)).toBe('done');

    const log = await world.logs.latest(tenant);
    const checkpoint = checkpointOf(log?.note ?? '');
    const publicKey = (await world.signer.publicKey()) as Uint8Array;
    const name = `${host}/v1/logs/${tenant}/2026`;
    const note = there(noteFrom(log?.note ?? ''));
    expect(checkpoint).toMatchObject({ origin: name, size: 304 });
    expect(signatureBy({ name, algorithm: 'ed25519', publicKey }, note)).toEqual({});
  });

  it('proves a document to who has its opening: the entry is a digest of the salt and the text', async () => {
    const world = await aLogWorld([3, 1, 300]);
    await sequence(world, tenant, noHurry);
    const placed = await documentOf(world, 3, 257);

    const proof = there(tlogProofFrom(await documentProof(world, tenant, placed)));
    const { salt, text } = JSON.parse(Buffer.from(there(proof.extra)).toString()) as {
      readonly salt: string;
      readonly text: string;
    };
    const entry = sha256(Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(text)]));
    const { size, root } = checkpointOf(proof.checkpoint);

    expect(JSON.parse(text)).toMatchObject({ seq: 3, index: 257, document: { kind: 'invoice' } });
    expect(proof.index).toBe(261);
    expect(
      provesInclusion({
        ...{ index: proof.index, size, root, proof: proof.hashes },
        leaf: leafHash(entry),
      }),
    ).toBe(true);
  });

  it('proves that it only grew, between any two of its sizes', async () => {
    const world = await aLogWorld([3]);
    await sequence(world, tenant, noHurry);
    const before = checkpointOf((await world.logs.latest(tenant))?.note ?? '');
    for (const count of [200, 90]) await world.append(count);
    await sequence(world, tenant, noHurry);
    const now = checkpointOf((await world.logs.latest(tenant))?.note ?? '');

    const id = { tenant, year: 2026 };
    const { hashes } = await consistencyProof(world, id, { from: 3, to: undefined });
    expect(provesConsistency({ before, now, proof: hashes })).toBe(true);
    const beyond = consistencyProof(world, id, { from: 3, to: 294 });
    expect(await codeOf(beyond)).toBe('proof.size-unknown');
    const elsewhere = consistencyProof(world, { tenant, year: 2025 }, { from: 1, to: 2 });
    expect(await codeOf(elsewhere)).toBe('log.not-found');
  });

  it('begins anew with each year, and is done with the one before', async () => {
    const world = await aLogWorld([2, 3, 4], (block) => Date.UTC(block < 3 ? 2026 : 2027, 0, 1));
    expect(await sequence(world, tenant, noHurry)).toBe('done');

    const sizes = await Promise.all(
      [2026, 2027].map(async (year) => {
        const log = await world.logs.get({ tenant, year });
        return checkpointOf(log?.note ?? '');
      }),
    );
    expect(sizes.map(({ origin, size }) => [origin, size])).toEqual([
      [`${host}/v1/logs/${tenant}/2026`, 5],
      [`${host}/v1/logs/${tenant}/2027`, 4],
    ]);
    const proof = tlogProofFrom(await documentProof(world, tenant, await documentOf(world, 3, 1)));
    expect(proof?.index).toBe(1);
  });

  it('says since when it is behind, and refuses a proof of what it has not come to', async () => {
    const world = await aLogWorld([2]);
    const placed = await documentOf(world, 1, 0);
    expect(await behindSince(world, tenant)).toBe(Date.UTC(2026, 5, 1));
    expect(await codeOf(documentProof(world, tenant, placed))).toBe('proof.not-yet');
    await sequence(world, tenant, noHurry);
    expect(await behindSince(world, tenant)).toBeUndefined();
  });

  it('forgets an opener whose salt is dropped, and every proof of others holds', async () => {
    const world = await aLogWorld([20]);
    await sequence(world, tenant, noHurry);
    const [gone, stays] = [await documentOf(world, 1, 1), await documentOf(world, 1, 2)];
    const before = await documentProof(world, tenant, stays);
    const opener = openerOf(gone.document);
    await world.salts.drop(tenant, opener);

    expect(await codeOf(documentProof(world, tenant, gone))).toBe('proof.erased');
    expect(await documentProof(world, tenant, stays)).toBe(before);
  });

  it('is the same to the byte when it is made again of the books and the salts', async () => {
    const world = await aLogWorld([3, 250, 20]);
    await sequence(world, tenant, noHurry);
    const again = { ...(await aLogWorld([])), log: world.log, salts: world.salts };
    await sequence(again, tenant, noHurry);

    const [log, other] = [await world.logs.latest(tenant), await again.logs.latest(tenant)];
    expect(other?.note).toBe(log?.note);
    expect(again.tiles.all).toEqual(world.tiles.all);
  });
});
