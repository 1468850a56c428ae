import { type Bytes, bytesFromBase64 } from './bytes.ts';
import { BadJson, isObject, type Json, type JsonObject, jsonFrom } from './json.ts';

/** That an entry is in a log: C2SP tlog-proof. */
export interface Proof {
  /** What the entry opens to. */
  readonly extra: Bytes;
  readonly index: number;
  readonly hashes: readonly Bytes[];
  /** The signed note of a checkpoint. */
  readonly checkpoint: string;
}

const HEAD = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const HASH_BYTES = 32;
const HASHES_MAX = 63;
const INDEX = /^index (?<index>0|[1-9]\d{0,15})$/;

/** The proof that a text is, or that an answer has of a payee's statement; undefined for any other text. */
export function proofFrom(given: string): Proof | undefined {
  const text = given.trimStart().startsWith('{') ? statementProofIn(given) : given;
  const at = text.indexOf('\n\n');
  const [head, extra = '', index = '', ...lines] = text.slice(0, Math.max(0, at)).split('\n');
  const opening = extra.startsWith(EXTRA) ? bytesFromBase64(extra.slice(EXTRA.length)) : undefined;
  const place = INDEX.exec(index)?.groups?.['index'];
  const hashes = lines.map(hashFrom);
  if (head !== HEAD || opening === undefined || place === undefined) return undefined;
  if (lines.length > HASHES_MAX || hashes.includes(undefined)) return undefined;
  return {
    ...{ extra: opening, index: Number(place), checkpoint: text.slice(at + 2) },
    hashes: hashes.filter((hash) => hash !== undefined),
  };
}

/** `GET /v1/payee-statements/{id}/proof` answers the proof of the statement, and of each document that it adds up. */
function statementProofIn(answer: string): string {
  const statement = answerIn(answer)?.['statement'];
  return typeof statement === 'string' ? statement : '';
}

function answerIn(answer: string): JsonObject | undefined {
  try {
    const json = jsonFrom(answer);
    return isObject(json) ? json : undefined;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    return undefined;
  }
}

/** A proof beside a payee's statement, and what it is said to be of. */
export interface NamedProof {
  readonly id: Json | undefined;
  readonly kind: Json | undefined;
  readonly proof: string;
}

/** Proofs of what a payee's statement adds up, and whether the answer has all; undefined of a proof by itself. */
export function behindIn(
  answer: string,
): { readonly proofs: readonly NamedProof[]; readonly isWhole: boolean } | undefined {
  const json = answer.trimStart().startsWith('{') ? answerIn(answer) : undefined;
  const documents = json?.['documents'];
  if (json === undefined || !Array.isArray(documents)) return undefined;
  const proofs = (documents as readonly Json[]).map((one) => {
    const { id, kind, proof } = isObject(one) ? one : {};
    return { id, kind, proof: typeof proof === 'string' ? proof : '' };
  });
  return { proofs, isWhole: !('nextCursor' in json) };
}

export function hashFrom(line: string): Bytes | undefined {
  const bytes = bytesFromBase64(line);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}

/** The checkpoints of proofs, of documents and of events, and those that were kept from before; each once. */
export const checkpointTexts = ({
  pairs,
  events,
  checkpoints = [],
}: {
  readonly pairs: readonly { readonly proof: string }[];
  readonly events: readonly string[];
  readonly checkpoints?: readonly string[];
}): readonly string[] => {
  const proofs = [
    ...pairs.flatMap(({ proof }) => [
      proof,
      ...(behindIn(proof)?.proofs ?? []).map((one) => one.proof),
    ]),
    ...events,
  ];
  return [
    ...new Set([...proofs.flatMap((one) => proofFrom(one)?.checkpoint ?? []), ...checkpoints]),
  ];
};
