import type { Clock } from '../kernel/clock.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import { type NoteSignature, noteFrom, noteText, type SignedNote } from '../tlog/note.ts';
import { cosignersOf, hasQuorum, type LogPolicy } from '../tlog/policy.ts';
import { sizeOfEdge } from '../tlog/tiles.ts';
import {
  askWitness,
  type PolicyWitness,
  type WitnessAnswered,
  type WitnessClient,
} from './ask-witness.ts';
import type { CosignedLog, CosignedLogs, WitnessFault, WitnessStanding } from './cosigned-log.ts';
import type { LogId, YearLog } from './ports.ts';
import { consistencyProof, type ProofPorts } from './prove.ts';

export interface CosignedPorts extends Pick<ProofPorts, 'logs' | 'tiles'> {
  readonly cosigned: CosignedLogs;
  readonly policy: LogPolicy;
  readonly client: WitnessClient;
  readonly clock: Clock;
  /** Told of each log that lacks its quorum for an hour, and of each that a witness has seen otherwise. */
  readonly onNotice: (notice: CosignedNotice) => void;
}

/** Alarms count these. */
export type CosignedNotice =
  | {
      readonly event: 'log.uncosigned';
      readonly tenant: string;
      readonly year: number;
      /** RFC 3339: since when checkpoints lack their quorum. */
      readonly since: string;
    }
  | {
      readonly event: 'log.forked';
      readonly tenant: string;
      readonly year: number;
      readonly witness: string;
      readonly why: WitnessFault;
      /** What was shown to the witness, signed by the log; the witness has what contradicts it. */
      readonly checkpoint: string;
    };

/** Those that were asked and did not answer: for a while nobody waits for them again. */
export type WitnessCounts = Map<string, number>;

const ASKED_AT_ONCE = 8;
/** A witness that did not answer for so many logs of a run is not waited for again in it. */
const SILENT_MAX = 2;
/** So long the last checkpoint that had its quorum is shown, where newer ones lack it. */
const LACKING_MAX_MS = 3_600_000;

/**
 * Has the newest checkpoint of a log cosigned by the witnesses of the policy that have not yet, each asked once. It
 * comes after all that is published, and nothing waits for it.
 */
export async function cosign(
  ports: CosignedPorts,
  id: LogId,
  silent: WitnessCounts = new Map(),
): Promise<void> {
  const log = await ports.logs.get(id);
  if (log === undefined || log.note === '') return;
  const before = await ports.cosigned.get(id);
  const known = cosignedSoFar(before, log);
  const asked = { ...known, before, log };
  const has = cosignersOf(ports.policy, known.note);
  const missing = ports.policy.witnesses.filter(({ name }) => !has.has(name));
  if (missing.length === 0 && known.isShown) return;
  const said = await askedOf(ports, missing, asked, silent);
  const after = cosignedAfter(ports, asked, said);
  await ports.cosigned.put(after);
  tell(ports, after, log);
}

/** The newest checkpoint with the cosignatures that it has, and whether it is what is shown. */
function cosignedSoFar(
  before: CosignedLog | undefined,
  { note }: YearLog,
): { readonly note: SignedNote; readonly isShown: boolean } {
  const newest = noteRead(note);
  for (const kept of [before?.newest, before?.note]) {
    const signed = kept === undefined ? undefined : noteRead(kept);
    if (signed?.text === newest.text)
      return { note: withLines(newest, signed.signatures), isShown: kept === before?.note };
  }
  return { note: newest, isShown: false };
}

function noteRead(text: string): SignedNote {
  const note = noteFrom(text);
  invariant(note !== undefined, 'a checkpoint is kept as a signed note');
  return note;
}

/** With lines of others below its own. */
const withLines = (note: SignedNote, lines: readonly NoteSignature[]): SignedNote => ({
  ...note,
  signatures: [
    ...note.signatures,
    ...lines.filter(
      ({ name, keyId }) => !note.signatures.some((own) => own.name === name && own.keyId === keyId),
    ),
  ],
});

interface Asked {
  readonly note: SignedNote;
  readonly before: CosignedLog | undefined;
  readonly log: YearLog;
}

type Said = ReadonlyMap<string, WitnessAnswered>;

async function askedOf(
  { client, logs, tiles }: CosignedPorts,
  missing: readonly PolicyWitness[],
  { before, log }: Asked,
  silent: WitnessCounts,
): Promise<Said> {
  const size = sizeOfEdge(log.edge);
  const checkpoint = {
    ...{ note: log.note, size },
    hashes: async (from: number) =>
      (await consistencyProof({ logs, tiles }, log, { from, to: size })).hashes,
  };
  const said = await inParallel(ASKED_AT_ONCE, missing, async (witness) => {
    const { name, url } = witness;
    const isSilent = (silent.get(name) ?? 0) >= SILENT_MAX;
    if (url === undefined || isSilent)
      return [name, { kind: 'failing', why: 'unreachable' }] as const;
    const standing = before?.witnesses.find((one) => one.name === name);
    const from = standing?.cosigned?.size ?? 0;
    const answer = await askWitness(client, { ...witness, url }, checkpoint, from);
    if (answer.kind === 'failing' && answer.why === 'unreachable')
      silent.set(name, (silent.get(name) ?? 0) + 1);
    return [name, answer] as const;
  });
  return new Map(said);
}

function cosignedAfter(
  { policy, clock }: Pick<CosignedPorts, 'policy' | 'clock'>,
  { note, before, log }: Asked,
  said: Said,
): CosignedLog {
  const now = clock.now();
  const lines = [...said.values()].flatMap((one) => (one.kind === 'cosigned' ? [one.line] : []));
  const newest = withLines(note, lines);
  const cosigners = cosignersOf(policy, newest);
  const isEnough = hasQuorum(policy, cosigners);
  const lackingSince = isEnough ? undefined : (before?.lackingSince ?? now);
  const size = sizeOfEdge(log.edge);
  const isKept =
    lackingSince !== undefined && now - lackingSince < LACKING_MAX_MS && isGood(policy, before);
  const text = noteText(newest);
  return {
    ...{ tenant: log.tenant, year: log.year, revision: (before?.revision ?? 0) + 1 },
    ...(isKept ? { note: before?.note ?? text, newest: text } : { note: text }),
    ...(lackingSince !== undefined && { lackingSince }),
    witnesses: policy.witnesses.map(({ name }) => {
      const earlier = before?.witnesses.find((one) => one.name === name);
      if (!cosigners.has(name)) return failingNow(name, { earlier, said: said.get(name), now });
      const at = said.has(name) ? now : (earlier?.cosigned?.at ?? now);
      return { name, cosigned: { size, at } };
    }),
  };
}

/** Whether what was shown before has its quorum. */
const isGood = (policy: LogPolicy, before: CosignedLog | undefined): boolean =>
  before !== undefined && hasQuorum(policy, cosignersOf(policy, noteRead(before.note)));

function failingNow(
  name: string,
  {
    earlier,
    said,
    now,
  }: {
    readonly earlier: WitnessStanding | undefined;
    readonly said: WitnessAnswered | undefined;
    readonly now: Timestamp;
  },
): WitnessStanding {
  const why = said?.kind === 'failing' ? said.why : 'unreachable';
  return {
    name,
    ...(earlier?.cosigned !== undefined && { cosigned: earlier.cosigned }),
    // From its beginning: an hour of one fault is something else than a moment of it after an hour of another.
    failing: { why, since: earlier?.failing?.why === why ? earlier.failing.since : now },
  };
}

/** Two runs at once may each be behind the other for a moment; for an hour, nobody is. */
const isForked = (why: WitnessFault, since: Timestamp, now: Timestamp): boolean =>
  why === 'fork' || why === 'unproven' || (why === 'ahead' && now - since >= LACKING_MAX_MS);

function tell(
  { onNotice, clock }: Pick<CosignedPorts, 'onNotice' | 'clock'>,
  { tenant, year, lackingSince, witnesses }: CosignedLog,
  log: YearLog,
): void {
  const now = clock.now();
  if (lackingSince !== undefined && now - lackingSince >= LACKING_MAX_MS)
    onNotice({ event: 'log.uncosigned', tenant, year, since: rfc3339(lackingSince) });
  for (const { name, failing } of witnesses) {
    if (failing === undefined || !isForked(failing.why, failing.since, now)) continue;
    const told = { witness: name, why: failing.why, checkpoint: log.note };
    onNotice({ event: 'log.forked', tenant, year, ...told });
  }
}
