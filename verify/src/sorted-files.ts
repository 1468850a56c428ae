import { textFrom } from './bytes.ts';
import { BadEntry, entryFrom } from './entry.ts';
import { BadJson, isObject, type JsonObject, jsonFrom } from './json.ts';
import { isOpenTimestamps } from './open-timestamps.ts';
import { proofFrom } from './proof.ts';
import type { Asked } from './verify.ts';

/** A file as somebody chose it. */
export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What some files are, each by what is in it, and what nothing can be made of. */
export interface SortedFiles {
  readonly asked: Asked;
  readonly left: readonly string[];
  /** Whether a document is without its proof, or a proof without its document. */
  readonly isLacking: boolean;
}

type Kind =
  | 'document'
  | 'plan'
  | 'line'
  | 'events'
  | 'consistency'
  | 'directory'
  | 'proof'
  | 'checkpoint'
  | 'keys'
  | 'policy'
  | 'anchor'
  | 'block';

interface Read extends ChosenFile {
  readonly text: string;
  readonly kind: Kind | undefined;
  readonly json: JsonObject | undefined;
}

/** Finds out which file is what, and which proof is of which document, by the id in its opened entry. */
export async function sortedFiles(files: readonly ChosenFile[]): Promise<SortedFiles> {
  const read = files.map(readFile);
  const of = (kind: Kind): readonly Read[] => read.filter((file) => file.kind === kind);
  const texts = (kind: Kind): readonly string[] => of(kind).map(({ text }) => text);
  const proofs = await Promise.all(
    of('proof').map(async (file) => ({ ...file, ids: await provenIds(file.text) })),
  );
  // An invoice may have two: its own, and that of the void that undid it.
  const pairs = of('document').flatMap(({ name, text, json }) =>
    proofs
      .filter(({ ids }) => ids.some((id) => id !== undefined && id === json?.['id']))
      .map((proof) => ({ name, document: text, proof: proof.text, with: proof.name })),
  );
  const used = new Set(pairs.flatMap((pair) => [pair.name, pair.with]));
  const lonely = [...of('document'), ...of('proof')].filter(({ name }) => !used.has(name));
  return {
    asked: {
      pairs: pairs.map(({ name, document, proof }) => ({ name, document, proof })),
      keys: texts('keys').flatMap((text) => text.trim().split(/\s*\n\s*/)),
      ...{ plans: texts('plan'), lines: texts('line') },
      ...{ checkpoints: texts('checkpoint'), consistency: texts('consistency') },
      ...{ events: texts('events'), directories: texts('directory') },
      ...besides(of('anchor'), texts('block'), texts('policy')),
    },
    isLacking: lonely.length > 0,
    left: [
      ...read
        .filter(({ kind }) => kind === undefined)
        .map(({ name }) => `${name} is nothing that is known here.`),
      ...of('policy')
        .slice(1)
        .map(({ name }) => `${name} is one policy more: one is taken.`),
      ...lonely.map(
        ({ name, kind }) =>
          `${name} is a ${kind} without its ${kind === 'proof' ? 'document' : 'proof'}.`,
      ),
    ],
  };
}

/** What few give. */
const besides = (
  anchors: readonly Read[],
  blocks: readonly string[],
  [policy]: readonly string[],
): Pick<Asked, 'anchors' | 'blocks' | 'policy'> => ({
  ...(anchors.length > 0 && { anchors: anchors.map(({ name, bytes }) => ({ name, bytes })) }),
  ...(blocks.length > 0 && { blocks }),
  ...(policy !== undefined && { policy }),
});

function readFile(file: ChosenFile): Read {
  const text = textFrom(file.bytes) ?? '';
  const json = objectFrom(text);
  if (isOpenTimestamps(file.bytes)) return { ...file, text, json, kind: 'anchor' };
  return { ...file, text, json, kind: json === undefined ? kindOfText(text) : kindOfJson(json) };
}

function objectFrom(text: string): JsonObject | undefined {
  try {
    const value = jsonFrom(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    return undefined;
  }
}

function kindOfText(text: string): Kind | undefined {
  if (text.startsWith('c2sp.org/tlog-proof@')) return isOfLeaf(text) ? 'events' : 'proof';
  if (/^[ \t]*quorum[ \t]/m.test(text)) return 'policy';
  if (/^[^+\s]+\+[0-9a-f]{8}\+\S+\s*$/m.test(text) && !text.includes('\n\n')) return 'keys';
  if (/^[0-9a-f]{160}\s*$/i.test(text)) return 'block';
  return text.includes('\n\n— ') ? 'checkpoint' : undefined;
}

/** Of an hour, or of a key: the entry is in clear. */
const isOfLeaf = (text: string): boolean =>
  (textFrom(proofFrom(text)?.extra ?? new Uint8Array()) ?? '').startsWith('{"entry":');

function kindOfJson(json: JsonObject): Kind | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => name in json);
  if (has('type', 'lines', 'total')) return 'document';
  if (has('statement', 'documents')) return 'proof';
  if (has('key', 'versions')) return 'plan';
  if (has('invoice', 'line', 'steps')) return 'line';
  if (has('proofs')) return 'events';
  if (has('token-keys')) return 'directory';
  if (has('hash', 'input')) return 'anchor';
  if (has('hash', 'timestamp', 'transactions')) return 'block';
  return has('from', 'to', 'hashes') ? 'consistency' : undefined;
}

/** Of which document a proof is, or of a void of which; whether it holds is another question. */
async function provenIds(text: string): Promise<readonly unknown[]> {
  const proof = proofFrom(text);
  if (proof === undefined) return [];
  try {
    const { document } = await entryFrom(proof.extra);
    return document['kind'] === 'void' ? [document['id'], document['invoice']] : [document['id']];
  } catch (error) {
    if (!(error instanceof BadEntry)) throw error;
    return [];
  }
}
