import type { signedCheckpoint } from './checkpoints.ts';
import { contentOf } from './closing.ts';
import type { Kept } from './credit-note.ts';
import { BadEntry, type Entry, entryFrom } from './entry.ts';
import { type Finding, fails, found } from './findings.ts';
import { BadJson, isObject, type JsonObject, jsonFrom } from './json.ts';
import { BadContent } from './lines.ts';
import type { Checkpoint } from './note.ts';
import { type Behind, openedBehind } from './payee-behind.ts';
import { type Proof, proofFrom } from './proof.ts';
import { sameFacts, shownFindings } from './shown.ts';
import { BadTerms } from './terms.ts';
import { isIncluded, leafHash } from './tree.ts';
import { unshownFindings } from './void.ts';

/** A document and its proof, each the text of a file. */
export interface Pair {
  readonly name: string;
  readonly document: string;
  readonly proof: string;
}

/** A document as its proof opens it. */
export interface Opened {
  readonly name: string;
  readonly findings: Finding[];
  readonly checkpoint?: Checkpoint;
  readonly entry?: Entry;
  readonly kept?: Kept;
  /** Of a payee's statement, what it adds up. */
  readonly behind?: Behind;
  /** Beside that of the document. */
  readonly checkpoints?: readonly Checkpoint[];
  /** Whether it is shown as void. */
  readonly isVoid?: boolean;
}

/** What cannot be read is what nobody can rely on. */
export const isUnreadable = (error: unknown): error is Error =>
  [BadEntry, BadJson, BadContent, BadTerms].some((kind) => error instanceof kind);

export type Signed = (text: string) => ReturnType<typeof signedCheckpoint>;

/** What a proof alone shows, and whether the document beside it is the one in the entry. */
export async function opened(
  { name, document, proof: text }: Pair,
  signed: Signed,
): Promise<Opened> {
  const findings: Finding[] = [];
  const proof = proofFrom(text);
  if (proof === undefined)
    return {
      name,
      findings: [fails('proof', 'The proof is no c2sp.org/tlog-proof@v1 with an opened entry.')],
    };
  const { checkpoint, finding } = await signed(proof.checkpoint);
  findings.push(finding);
  if (checkpoint === undefined) return { name, findings };
  try {
    const entry = await entryFrom(proof.extra);
    findings.push(await inclusion(entry, proof, checkpoint));
    const shown = documentFrom(document);
    const unshown = unshownFindings(entry.document, shown);
    if (unshown !== undefined)
      return { name, findings: [...findings, ...unshown], checkpoint, entry };
    const kept = { document: entry.document, content: contentOf(entry.document) };
    findings.push(sameFacts(kept), ...shownFindings(shown, kept.content));
    const whole = { name, findings, checkpoint, entry, kept, isVoid: shown['status'] === 'void' };
    if (entry.document['kind'] !== 'payee-statement') return whole;
    const { behind, checkpoints, ...more } = await openedBehind(text, entry, signed);
    findings.push(...more.findings);
    return { ...whole, checkpoints, ...(behind !== undefined && { behind }) };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return {
      name,
      findings: [...findings, fails('entry', `It cannot be read: ${error.message}.`)],
    };
  }
}

function documentFrom(text: string): JsonObject {
  const document = jsonFrom(text);
  if (isObject(document)) return document;
  throw new BadJson('a document is an object');
}

async function inclusion(
  { commitment, seq, index }: Entry,
  proof: Proof,
  checkpoint: Checkpoint,
): Promise<Finding> {
  const leaf = await leafHash(commitment);
  return found('included', await isIncluded(leaf, proof.index, checkpoint, proof.hashes), {
    so: `Entry ${proof.index} of it is the commitment to document ${index + 1} of block ${seq} of the books, which is opened here.`,
    not: `Entry ${proof.index} of it is not the commitment to what is opened here.`,
  });
}
