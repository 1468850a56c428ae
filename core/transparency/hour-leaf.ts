import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { canonicalJson } from '../kernel/json.ts';
import { millisecondsPer, rfc3339, timestampOf } from '../kernel/timestamp.ts';
import type { IdentifiedEvent, UsageEvent } from '../metering/usage-event.ts';
import { leafHash, type TreeHash, treeProof, treeRoot } from '../tlog/tree.ts';
import { entryOf, type Opening } from './commitment.ts';
import type { HourPart, ShardsCovered } from './ports.ts';
import { coveredFrom, coveredJson } from './year-log.ts';

/**
 * What an hour's leaf stands for: of each subject the commitments to its events, by their time and then their identity.
 * Subjects are in the order of a digest of them.
 */
export interface HourFile {
  readonly covered: ShardsCovered;
  readonly groups: readonly (readonly Uint8Array[])[];
}

/** Whose seed makes what fills an hour's tree up: nobody's, and never dropped. */
export const hoursOpener = JSON.stringify(['hours']);

/** The path of an hour's file below its log. It is not public. */
export const hourPath = ({ hour, part }: HourPart): string => `usage/${hour}.${part}`;

/**
 * The entry of an hour's leaf, in clear: which hour, which part of it, and a root that says nothing. Everybody sees
 * that each hour has its leaf, and nobody whether there is anything in it.
 */
export const hourEntry = ({ hour, part }: HourPart, root: TreeHash): Uint8Array =>
  Buffer.from(
    canonicalJson({
      hour: rfc3339(timestampOf(hour * millisecondsPer.hour)),
      ...{ part, root: Buffer.from(root).toString('base64') },
    }),
  );

/** What an event's commitment opens to; `seed` is that of its subject, and of its quarter of an hour. */
export const eventOpening = ({ event, identity }: IdentifiedEvent, seed: Uint8Array): Opening => ({
  salt: sha256(Buffer.concat([seed, identity])),
  text: eventText(event),
});

/** Canonical JSON, of the members that CloudEvents has; data is canonical JSON itself, as a text. */
const eventText = ({ id, source, type, subject, occurredAt, data }: UsageEvent): string =>
  canonicalJson({
    ...(data === undefined ? {} : { data }),
    ...{ id, source, subject, time: rfc3339(occurredAt), type },
  });

export const eventCommitment = (identified: IdentifiedEvent, seed: Uint8Array): Uint8Array =>
  entryOf(eventOpening(identified, seed));

/** The root of the commitments of a subject. */
const groupRoot = (commitments: readonly Uint8Array[]): TreeHash =>
  treeRoot(commitments.map(leafHash));

/** The leaves of an hour's tree: of each subject one, and others that look like it, up to a power of two. */
function hourLeaves(
  { hour, part }: HourPart,
  groups: readonly (readonly Uint8Array[])[],
  seed: Uint8Array,
): readonly TreeHash[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, groups.length)));
  return Array.from({ length: size }, (_, place) => {
    const own = groups[place];
    if (own !== undefined) return leafHash(groupRoot(own));
    const place256 = sha256(canonicalJson({ hour, part, place }));
    return leafHash(sha256(Buffer.concat([seed, place256])));
  });
}

/** The root of an hour's part; `seed` is that of `hoursOpener`. */
export const hourRoot = (
  at: HourPart,
  groups: readonly (readonly Uint8Array[])[],
  seed: Uint8Array,
): TreeHash => treeRoot(hourLeaves(at, groups, seed));

/** That a subject's commitments are in an hour: its place among the subjects, of how many places, and the hashes. */
interface GroupProof {
  readonly place: number;
  readonly places: number;
  readonly hashes: readonly TreeHash[];
}

export function groupProof(
  at: HourPart,
  { groups }: Pick<HourFile, 'groups'>,
  { place, seed }: { readonly place: number; readonly seed: Uint8Array },
): GroupProof {
  const leaves = hourLeaves(at, groups, seed);
  return { place, places: leaves.length, hashes: treeProof(leaves, place) };
}

const VERSION = 1;
const LENGTH_AT = 1;
const HEAD = 5;
const COMMITMENT_BYTES = 32;

/** A file: its version (1 byte), the length of what follows (4), JSON of what it is of, then all commitments. */
export function hourFileBytes({ covered, groups }: HourFile): Uint8Array {
  const head = Buffer.from(
    JSON.stringify({ covered: coveredJson(covered), groups: groups.map(({ length }) => length) }),
  );
  const start = Buffer.alloc(HEAD);
  start.writeUInt8(VERSION, 0);
  start.writeUInt32BE(head.length, LENGTH_AT);
  return Buffer.concat([start, head, ...groups.flat()]);
}

/** The reverse of `hourFileBytes`. */
export function hourFileFrom(bytes: Uint8Array): HourFile {
  const file = Buffer.from(bytes);
  invariant(file[0] === VERSION, `the file of an hour is of version ${VERSION}, got ${file[0]}`);
  const from = HEAD + file.readUInt32BE(LENGTH_AT);
  const head = JSON.parse(file.subarray(HEAD, from).toString()) as {
    readonly covered: unknown;
    readonly groups: readonly number[];
  };
  let at = from;
  const groups = head.groups.map((count) =>
    Array.from({ length: count }, () => {
      at += COMMITMENT_BYTES;
      return file.subarray(at - COMMITMENT_BYTES, at);
    }),
  );
  invariant(at === file.length, 'the file of an hour has the commitments that it says');
  return { covered: coveredFrom(head.covered), groups };
}
