import type { Clock } from '../kernel/clock.ts';
import { addCheckpointFrom, type CheckpointRequest } from '../tlog/add-checkpoint.ts';
import { type Checkpoint, checkpointFrom } from '../tlog/checkpoint.ts';
import {
  cosignatureLine,
  cosignedMessage,
  type NoteKey,
  noteFrom,
  noteText,
  type SignedNote,
  signatureBy,
  signatureLine,
} from '../tlog/note.ts';
import { provesConsistency } from '../tlog/proofs.ts';
import { emptyRoot } from '../tlog/tree.ts';
import type { WitnessedFork, WitnessedLog, WitnessedLogs, WitnessSigner } from './ports.ts';

export interface WitnessPorts {
  /** Of the witness, as its signatures have it. */
  readonly name: string;
  /** The keys of the logs that it witnesses: the name of each is the origin of its log. */
  readonly logs: readonly NoteKey[];
  readonly witnessed: WitnessedLogs;
  readonly signer: WitnessSigner;
  readonly clock: Clock;
  /** Told of what contradicts what is known, before it is refused. */
  readonly onFork: (fork: WitnessedFork) => void | Promise<void>;
}

/** Why a checkpoint is refused, as C2SP tlog-witness has the statuses for. */
export type WitnessRefusal = 'malformed' | 'unknown-log' | 'unsigned' | 'inconsistent';

/** What comes of a request. `unavailable`: nothing was cosigned now, and asking again is right. */
export type WitnessAnswer =
  | { readonly kind: 'cosigned'; readonly lines: string }
  | { readonly kind: 'conflict'; readonly size: number }
  | { readonly kind: 'refused'; readonly why: WitnessRefusal; readonly detail: string }
  | { readonly kind: 'unavailable' };

/** Of a request. */
export const REQUEST_BYTES_MAX = 65_536;
/** So much goes to a key at once, with room for the lines before it. */
const TEXT_BYTES_MAX = 4000;
const ATTEMPTS = 3;
const SECOND_MS = 1000n;

/**
 * Cosigns a checkpoint that grew from the one cosigned before, and no other: C2SP tlog-witness. What it cosigns is
 * remembered first, over what was read. So of two that contradict each other one is never signed, whatever runs at
 * once, and whatever dies.
 */
export async function addCheckpoint(ports: WitnessPorts, text: string): Promise<WitnessAnswer> {
  const asked = askedFrom(text);
  if (asked === undefined) return malformed;
  const { origin } = asked.checkpoint;
  const keys = ports.logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return unknownLog(origin);
  const own = signedByLog(asked.note, keys);
  if (own === undefined) return unsigned(origin);
  if (asked.old > asked.checkpoint.size) return malformed;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await attempted(ports, asked, own);
    if (answer !== 'taken') return answer;
  }
  return { kind: 'unavailable' };
}

/** One decision on what is known now; `taken` where that is not so any more. */
async function attempted(
  ports: WitnessPorts,
  asked: Asked,
  own: string,
): Promise<WitnessAnswer | 'taken'> {
  const { origin, size, root } = asked.checkpoint;
  const known = await ports.witnessed.get(origin);
  const refusal = await refusalOf(ports, known, asked, own);
  if (refusal !== undefined) return refusal;
  const publicKey = await ports.signer.publicKey();
  if (publicKey === 'unavailable') return { kind: 'unavailable' };
  const key = { name: ports.name, algorithm: 'cosignature', publicKey } as const;
  // Before it is remembered: by then nothing larger was.
  const seconds = BigInt(ports.clock.now()) / SECOND_MS;
  const revision = (known?.revision ?? 0) + 1;
  const outcome = await ports.witnessed.put({ origin, revision, size, root, note: own });
  if (outcome === 'taken') return outcome;
  return outcome === 'put' ? cosigned(ports, key, asked.note, seconds) : { kind: 'unavailable' };
}

interface Asked extends Omit<CheckpointRequest, 'note'> {
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
}

function askedFrom(text: string): Asked | undefined {
  if (Buffer.byteLength(text) > REQUEST_BYTES_MAX) return undefined;
  const asked = addCheckpointFrom(text);
  const note = noteFrom(asked?.note ?? '');
  const checkpoint = note === undefined ? undefined : checkpointFrom(note.text);
  if (asked === undefined || note === undefined || checkpoint === undefined) return undefined;
  return Buffer.byteLength(note.text) > TEXT_BYTES_MAX ? undefined : { ...asked, checkpoint, note };
}

/** The note with the signatures of its log alone: others are anybody's, and are not kept. */
function signedByLog(note: SignedNote, keys: readonly NoteKey[]): string | undefined {
  const holding = keys.filter((key) => signatureBy(key, note) !== undefined);
  if (holding.length === 0) return undefined;
  const names = new Set(holding.map(({ name }) => name));
  const signatures = note.signatures.filter(({ name }) => names.has(name));
  return noteText({ text: note.text, signatures });
}

async function refusalOf(
  { onFork }: Pick<WitnessPorts, 'onFork'>,
  known: Pick<WitnessedLog, 'size' | 'root' | 'note'> = { size: 0, root: emptyRoot, note: '' },
  { old, hashes, checkpoint }: Asked,
  own: string,
): Promise<WitnessAnswer | undefined> {
  const { origin, size, root } = checkpoint;
  const tell = (kind: WitnessedFork['kind']): void | Promise<void> =>
    onFork({ kind, origin, known: known.note, shown: own });
  const isSame = size === known.size && Buffer.compare(root, known.root) === 0;
  const conflict = { kind: 'conflict', size: known.size } as const;
  if (size === known.size && !isSame) {
    await tell('fork');
    return conflict;
  }
  if (old !== known.size) return conflict;
  // The empty tree proves nothing, and needs no proof.
  const before = { size: known.size, root: known.root };
  const isProven =
    old === 0 || isSame
      ? hashes.length === 0
      : provesConsistency({ before, now: { size, root }, proof: hashes });
  if (isProven) return undefined;
  if (old > 0 && !isSame) await tell('unproven');
  return {
    ...{ kind: 'refused', why: 'inconsistent' },
    detail: `prove that the log grew from ${old} to ${size} entries, by RFC 6962, 2.1.2`,
  };
}

async function cosigned(
  { signer }: Pick<WitnessPorts, 'signer'>,
  key: NoteKey,
  { text }: SignedNote,
  seconds: bigint,
): Promise<WitnessAnswer> {
  const signature = await signer.sign(Buffer.from(cosignedMessage(text, seconds)));
  if (signature === 'unavailable') return { kind: 'unavailable' };
  return { kind: 'cosigned', lines: signatureLine(cosignatureLine(key, seconds, signature)) };
}

const malformed: WitnessAnswer = {
  ...{ kind: 'refused', why: 'malformed' },
  detail:
    'send an old size that is no more than the new one, hashes, an empty line, and a signed checkpoint, as C2SP tlog-witness has them',
};

const unknownLog = (origin: string): WitnessAnswer => ({
  ...{ kind: 'refused', why: 'unknown-log' },
  detail: `ask for a log that is witnessed here, got ${origin}`,
});

const unsigned = (origin: string): WitnessAnswer => ({
  ...{ kind: 'refused', why: 'unsigned' },
  detail: `send a checkpoint that the log ${origin} has signed with the key that is known here`,
});
