import { type Entry, entryFrom, textIn } from './entry.ts';
import { type Finding, found } from './findings.ts';
import type { JsonObject } from './json.ts';
import type { Checkpoint } from './note.ts';
import { behindIn, type NamedProof, proofFrom } from './proof.ts';
import { isIncluded, leafHash } from './tree.ts';

/** The documents that a payee's statement adds up, each in the log, in the order of the books. */
export interface Behind {
  readonly entries: readonly Entry[];
  /** Whether the answer says that there are no more. */
  readonly isWhole: boolean;
}

/** What was found in proofs beside that of a statement. */
interface OpenedBehind {
  readonly behind?: Behind;
  readonly findings: readonly Finding[];
  readonly checkpoints: readonly Checkpoint[];
}

const kinds: ReadonlySet<string> = new Set([
  ...['share', 'share-reversal', 'claim'],
  ...['payout', 'payout-settlement', 'payout-return'],
]);

const placeOf = ({ seq, index }: Entry): number => seq * 1_000_000 + index;

/** What stands behind a statement, of an answer that has it. @throws BadEntry */
export async function openedBehind(
  answer: string,
  statement: Entry,
  signed: (text: string) => Promise<{ readonly checkpoint?: Checkpoint }>,
): Promise<OpenedBehind> {
  const given = behindIn(answer);
  if (given === undefined) return { findings: [], checkpoints: [] };
  const all = await Promise.all(given.proofs.map((one) => openedOne(one, signed)));
  const opened = all.filter((one) => one !== undefined);
  const entries = opened.map(({ entry }) => entry).toSorted((a, b) => placeOf(a) - placeOf(b));
  const isSound = opened.length === all.length && areOf(statement, entries);
  return {
    ...(isSound && { behind: { entries, isWhole: given.isWhole } }),
    checkpoints: opened.map(({ checkpoint }) => checkpoint),
    findings: [
      found('behind', isSound, {
        so: `${counted(entries.length)} of ${textIn(statement.document, 'payee')} before it ${entries.length === 1 ? 'is' : 'are'} in the log as well, and opened here.`,
        not: 'Of the documents that it adds up, one is not in the log, not of this payee and currency, or there twice.',
      }),
    ],
  };
}

const counted = (count: number): string => `${count} ${count === 1 ? 'document' : 'documents'}`;

async function openedOne(
  { id, kind, proof: text }: NamedProof,
  signed: (text: string) => Promise<{ readonly checkpoint?: Checkpoint }>,
) {
  const proof = proofFrom(text);
  const checkpoint = proof === undefined ? undefined : (await signed(proof.checkpoint)).checkpoint;
  if (proof === undefined || checkpoint === undefined) return undefined;
  const entry = await entryFrom(proof.extra);
  const leaf = await leafHash(entry.commitment);
  const isIn = await isIncluded(leaf, proof.index, checkpoint, proof.hashes);
  const isNamed = entry.document['id'] === id && entry.document['kind'] === kind;
  return isIn && isNamed ? { entry, checkpoint } : undefined;
}

/** Whether they are of the payee and the currency, before the statement, each once. */
function areOf(statement: Entry, entries: readonly Entry[]): boolean {
  const { document } = statement;
  const [payee, currency] = [textIn(document, 'payee'), textIn(document, 'currency')];
  return (
    new Set(entries.map(placeOf)).size === entries.length &&
    entries.every(
      (entry) =>
        placeOf(entry) < placeOf(statement) &&
        kinds.has(textIn(entry.document, 'kind')) &&
        isOf(entry.document, payee) &&
        entry.document['currency'] === currency,
    )
  );
}

const isOf = ({ kind, payee, from }: JsonObject, of: string): boolean =>
  payee === of || (kind === 'claim' && from === of);
