import { type Bytes, bytesFromBase64, joined, sha256, textFrom, utf8 } from './bytes.ts';
import type { signedCheckpoint } from './checkpoints.ts';
import {
  BadEntry,
  canonicalObject,
  integerIn,
  listIn,
  objectIn,
  objectsIn,
  textIn,
} from './entry.ts';
import type { Explained, LoggedEvent } from './explained.ts';
import { type Finding, fails, found, holds, unknown } from './findings.ts';
import { isObject, type JsonObject, jsonFrom } from './json.ts';
import type { Checkpoint } from './note.ts';
import { hashFrom, type Proof, proofFrom } from './proof.ts';
import { isIncluded, leafHash, pathRoot } from './tree.ts';

/** What proofs of events show. */
export interface LoggedEvents {
  readonly events: readonly LoggedEvent[];
  readonly checkpoints: readonly Checkpoint[];
  readonly findings: readonly Finding[];
}

const SALT_BYTES = 32;
const HOUR_MS = 3_600_000;
const HOUR = /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/;

/** Texts of proofs, one by one or as `POST /v1/event-proofs` answers them. @throws BadEntry */
export function eventProofsFrom(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    if (!text.startsWith('{')) return [text];
    const answer = jsonFrom(text);
    if (!isObject(answer)) throw new BadEntry('proofs of events are an object');
    return listIn(answer, 'proofs').map((proof) => {
      if (typeof proof === 'string') return proof;
      throw new BadEntry('a proof of events is a text');
    });
  });
}

type Signed = (text: string) => ReturnType<typeof signedCheckpoint>;

/** Which events are in the log, each in the leaf of its hour. What does not hold has no events. */
export async function loggedEvents(
  texts: readonly string[],
  signed: Signed,
): Promise<LoggedEvents> {
  const shown = await Promise.all(texts.map((text) => shownBy(text, signed)));
  return {
    events: shown.flatMap(({ events }) => events),
    checkpoints: shown.flatMap(({ checkpoint }) => checkpoint ?? []),
    findings: [
      ...new Map(shown.flatMap(({ findings }) => findings).map((one) => [one.says, one])).values(),
    ],
  };
}

interface Shown {
  readonly events: readonly LoggedEvent[];
  readonly checkpoint?: Checkpoint;
  readonly findings: readonly Finding[];
}

async function shownBy(text: string, signed: Signed): Promise<Shown> {
  const proof = proofFrom(text);
  if (proof === undefined) {
    const says = 'A proof of events is no c2sp.org/tlog-proof@v1 with opened entries.';
    return { events: [], findings: [fails('leaf', says)] };
  }
  const { checkpoint, finding } = await signed(proof.checkpoint);
  if (checkpoint === undefined) return { events: [], findings: [finding] };
  try {
    const opened = await openedFrom(proof.extra);
    const isLeaf = await isInLog(opened, proof, checkpoint);
    const { hour, part, events, size } = opened;
    const of = `${hour}, part ${part}`;
    return {
      events: isLeaf ? events : [],
      checkpoint,
      findings: [
        finding,
        found('leaf', isLeaf, {
          so: `Entry ${proof.index} of it is the leaf of the hour ${of}: ${events.length} of the ${size} events that it has of ${events[0]?.subject ?? ''} are opened here.`,
          not: `The events that are opened here are not those of entry ${proof.index}, the leaf of the hour ${of}.`,
        }),
      ],
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { events: [], findings: [fails('leaf', `It cannot be read: ${error.message}.`)] };
  }
}

interface Opened {
  /** The entry as it is in the log. */
  readonly entry: Bytes;
  readonly hour: string;
  readonly part: number;
  readonly root: Bytes;
  readonly events: readonly LoggedEvent[];
  /** Of each event its commitment, and what leads from there to the root of its subject. */
  readonly paths: readonly { readonly leaf: Bytes; readonly index: number; hashes: Bytes[] }[];
  /** Of how many events that is the root. */
  readonly size: number;
  readonly group: { readonly place: number; readonly places: number; readonly hashes: Bytes[] };
}

async function openedFrom(extra: Bytes): Promise<Opened> {
  const opening = canonicalObject(textFrom(extra) ?? '');
  only(opening, ['entry', 'events', 'group', 'size']);
  const text = textIn(opening, 'entry');
  const entry = canonicalObject(text);
  only(entry, ['hour', 'part', 'root']);
  const [hour, root] = [textIn(entry, 'hour'), hashFrom(textIn(entry, 'root'))];
  if (!HOUR.test(hour) || root === undefined) throw new BadEntry('a leaf has an hour and a root');
  const opened = await Promise.all(objectsIn(opening, 'events').map((one) => eventFrom(one, hour)));
  const group = objectIn(opening, 'group');
  only(group, ['hashes', 'place', 'places']);
  return {
    ...{ entry: utf8(text), hour, part: integerIn(entry, 'part'), root },
    events: opened.map(({ event }) => event),
    paths: opened.map(({ path }) => path),
    size: integerIn(opening, 'size'),
    group: {
      ...{ place: integerIn(group, 'place'), places: integerIn(group, 'places') },
      hashes: hashesIn(group),
    },
  };
}

/** A member that nobody reads could say something to somebody. */
function only(from: JsonObject, names: readonly string[]): void {
  const other = Object.keys(from).find((name) => !names.includes(name));
  if (other !== undefined) throw new BadEntry(`it has a member that nobody knows: ${other}`);
}

function hashesIn(from: JsonObject): Bytes[] {
  return listIn(from, 'hashes').map((hash) => {
    const bytes = typeof hash === 'string' ? hashFrom(hash) : undefined;
    if (bytes === undefined) throw new BadEntry('a hash has 32 bytes in base64');
    return bytes;
  });
}

async function eventFrom(opening: JsonObject, hour: string) {
  only(opening, ['hashes', 'index', 'salt', 'text']);
  const [salt, text] = [bytesFromBase64(textIn(opening, 'salt')), textIn(opening, 'text')];
  if (salt?.length !== SALT_BYTES) throw new BadEntry('a salt has 32 bytes in base64');
  const event = canonicalObject(text);
  only(event, ['data', 'id', 'source', 'subject', 'time', 'type']);
  const time = textIn(event, 'time');
  const at = Date.parse(time) - Date.parse(hour);
  if (!(at >= 0 && at < HOUR_MS)) throw new BadEntry(`an event of ${time} is not of that hour`);
  return {
    event: {
      ...{ source: textIn(event, 'source'), id: textIn(event, 'id') },
      ...{ subject: textIn(event, 'subject'), time },
    },
    path: {
      leaf: await leafHash(await sha256(joined(salt, utf8(text)))),
      ...{ index: integerIn(opening, 'index'), hashes: hashesIn(opening) },
    },
  };
}

/** From each event to the root of its subject, from there to that of the hour, and from the leaf to the checkpoint. */
async function isInLog(
  { entry, root, events, paths, size, group }: Opened,
  proof: Proof,
  checkpoint: Checkpoint,
): Promise<boolean> {
  const [first] = paths;
  if (first === undefined || new Set(events.map(({ subject }) => subject)).size > 1) return false;
  if (new Set(paths.map(({ index }) => index)).size < paths.length) return false;
  const own = await pathRoot(first.leaf, first.index, size, first.hashes);
  if (own === undefined) return false;
  const all = await Promise.all(
    paths.map(({ leaf, index, hashes }) => isIncluded(leaf, index, { size, root: own }, hashes)),
  );
  const { place, places, hashes } = group;
  return (
    all.every(Boolean) &&
    (await isIncluded(await leafHash(own), place, { size: places, root }, hashes)) &&
    (await isIncluded(await leafHash(entry), proof.index, checkpoint, proof.hashes))
  );
}

const nameOf = ({ source, id }: LoggedEvent): string => JSON.stringify([source, id]);
const subjectAndName = ({ source, id, subject }: LoggedEvent): string =>
  JSON.stringify([source, id, subject]);
const wholeOf = ({ source, id, subject, time }: LoggedEvent): string =>
  JSON.stringify([source, id, subject, time]);

/** Whether the events that explain a line are those that the log has. */
export function countedFindings(
  explained: readonly Explained[],
  logged: readonly LoggedEvent[],
): readonly Finding[] {
  const known = { all: new Set(logged.map(wholeOf)), names: new Set(logged.map(nameOf)) };
  return explained.flatMap(({ line, invoice, events }) =>
    events === undefined ? [] : [countedFinding(events, known, `line ${line} of ${invoice}`)],
  );
}

function countedFinding(
  events: readonly LoggedEvent[],
  known: { readonly all: ReadonlySet<string>; readonly names: ReadonlySet<string> },
  of: string,
): Finding {
  const check = 'counted';
  if (new Set(events.map(subjectAndName)).size < events.length)
    return fails(check, `An event of ${of} is counted more than once.`);
  const missing = events.filter((event) => !known.all.has(wholeOf(event)));
  const other = missing.find((event) => known.names.has(nameOf(event)));
  if (other !== undefined)
    return fails(check, `The log has the event ${other.id} of ${of} as another one.`);
  return missing.length === 0
    ? holds(check, `The ${events.length} events of ${of} are in the log, each in its hour.`)
    : unknown(
        check,
        `Of ${missing.length} of the ${events.length} events of ${of}, it was not proven that the log has them.`,
      );
}
