import { canonicalText } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { inclusionRanges } from '../tlog/proofs.ts';
import { sizeOfEdge } from '../tlog/tiles.ts';
import { tlogProofText } from '../tlog/tlog-proof.ts';
import type { KeyLeaves, LogId } from './ports.ts';
import { entryAt, hashesFor, knownLog, type ProofPorts } from './prove.ts';
import { shownCheckpoint } from './shown-checkpoint.ts';

/**
 * That a key of a private pass is in the log, as a text to hand on: C2SP tlog-proof. Its `extra` has the `entry` as it
 * is in the log.
 * @throws Rejection `log.not-found`; `proof.not-yet` where the log of that year has no such key
 */
export async function keyProof(
  ports: Pick<ProofPorts, 'logs' | 'tiles' | 'cosigned' | 'clock'> & {
    readonly keys: Pick<KeyLeaves, 'find'>;
  },
  id: LogId,
  keyId: string,
): Promise<string> {
  const log = await knownLog(ports, id);
  const leaf = (await ports.keys.find(id.tenant, [keyId])).get(keyId);
  const newest = sizeOfEdge(log.edge);
  if (leaf?.year !== id.year || leaf.index >= newest) throw notYet(id, keyId);
  const { index } = leaf;
  const shown = await shownCheckpoint(ports.cosigned, log);
  // What is newer than the checkpoint that is shown is proven by its own.
  const by = index < shown.size ? shown : { note: log.note, size: newest };
  const entry = await entryAt(ports.tiles, log, index);
  const extra = canonicalText({ entry: Buffer.from(entry).toString() });
  const hashes = await hashesFor(ports.tiles, log, inclusionRanges(index, by.size));
  return tlogProofText({ extra: Buffer.from(extra), index, hashes, checkpoint: by.note });
}

const notYet = ({ tenant, year }: LogId, keyId: string): Rejection =>
  new Rejection(
    'proof.not-yet',
    `use the id of a key of ${tenant} that was first seen in ${year}, got ${keyId}: a new one is in the log some ten minutes after it was made`,
  );
