import { addCheckpointText } from '../tlog/add-checkpoint.ts';
import { type NoteSignature, noteFrom, signatureBy } from '../tlog/note.ts';
import type { LogPolicy } from '../tlog/policy.ts';
import type { TreeHash } from '../tlog/tree.ts';
import type { WitnessFault } from './cosigned-log.ts';

export type PolicyWitness = LogPolicy['witnesses'][number];

/** How witnesses are asked: C2SP tlog-witness, by POST. Never rejects for what is at the other end. */
export interface WitnessClient {
  /** `url` ends with `/add-checkpoint`. */
  post(
    url: string,
    body: string,
  ): Promise<{ readonly status: number; readonly body: string } | 'unreachable'>;
}

/** The checkpoint to be cosigned, and what proves that it grew. */
export interface AskedCheckpoint {
  readonly note: string;
  readonly size: number;
  /** That it grew from a size, from 1 to its own. */
  hashes(from: number): Promise<readonly TreeHash[]>;
}

/** What a witness said: its signature, or why there is none. */
export type WitnessAnswered =
  | { readonly kind: 'cosigned'; readonly line: NoteSignature }
  | { readonly kind: 'failing'; readonly why: WitnessFault };

/** A witness is at the size that was known, or says at which; a third time it was asked at once with others. */
const ATTEMPTS = 3;

const failing = (why: WitnessFault): WitnessAnswered => ({ kind: 'failing', why });

/**
 * Asks one witness for its cosignature; `known` is the size that it cosigned last, as far as is known here. A witness
 * that is at another size says so, and is asked from there.
 */
export async function askWitness(
  client: WitnessClient,
  witness: PolicyWitness & { readonly url: string },
  checkpoint: AskedCheckpoint,
  known: number,
): Promise<WitnessAnswered> {
  const { note, size, hashes } = checkpoint;
  let old = Math.min(known, size);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const proof = old === 0 || old === size ? [] : await hashes(old);
    const body = addCheckpointText({ old, hashes: proof, note });
    const answer = await client.post(`${witness.url.replace(/\/$/, '')}/add-checkpoint`, body);
    const said =
      answer === 'unreachable' ? failing(answer) : saidBy(witness, answer, { note, size, old });
    if (said.kind !== 'elsewhere') return said;
    old = said.size;
  }
  return failing('unreachable');
}

/** What an answer means; `elsewhere` where the witness is at another size, from which it is to be asked. */
function saidBy(
  witness: PolicyWitness,
  { status, body }: { readonly status: number; readonly body: string },
  { note, size, old }: { readonly note: string; readonly size: number; readonly old: number },
): WitnessAnswered | { readonly kind: 'elsewhere'; readonly size: number } {
  if (status === 200) return cosignedBy(witness, note, body);
  const theirs = status === 409 ? sizeFrom(body) : undefined;
  if (theirs === undefined) return failing(faultOf(status));
  if (theirs > size) return failing('ahead');
  if (theirs !== old) return { kind: 'elsewhere', size: theirs };
  // It was asked from its own size: for a checkpoint of that size, it has another root.
  return failing(old === size ? 'fork' : 'unreachable');
}

const faultOf = (status: number): WitnessFault => {
  if (status === 422) return 'unproven';
  return status === 403 || status === 404 ? 'refused' : 'unreachable';
};

function sizeFrom(body: string): number | undefined {
  const text = /^(?<size>0|[1-9]\d{0,15})\n?$/.exec(body)?.groups?.['size'];
  const size = Number.parseInt(text ?? '', 10);
  return Number.isSafeInteger(size) ? size : undefined;
}

/** The first line that is of the witness's key and holds; others are ignored, as the specification has it. */
function cosignedBy({ key }: PolicyWitness, note: string, body: string): WitnessAnswered {
  const { text, signatures = [] } = noteFrom(`${note}${body}`) ?? {};
  for (const line of signatures) {
    const signed = text === undefined ? undefined : signatureBy(key, { text, signatures: [line] });
    if (signed?.seconds !== undefined) return { kind: 'cosigned', line };
  }
  return failing('wrong-signature');
}
