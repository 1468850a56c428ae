import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import { canonicalText } from '../kernel/json.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { entriesIn, prefixesIn } from '../metering/log/block.ts';
import { prefixOf } from '../metering/log/identity-prefix.ts';
import { partitionOf, type ShardEpoch, shardsOf } from '../metering/log/log-key.ts';
import type { UsageHours } from '../metering/log/ports.ts';
import { type IdentifiedEvent, identityOf } from '../metering/usage-event.ts';
import { inclusionRanges } from '../tlog/proofs.ts';
import { sizeOfEdge } from '../tlog/tiles.ts';
import { tlogProofText } from '../tlog/tlog-proof.ts';
import { leafHash, treeProof } from '../tlog/tree.ts';
import { entryOf, type Opening, subjectOpener } from './commitment.ts';
import {
  eventOpening,
  groupProof,
  hourEntry,
  hourFileFrom,
  hourPath,
  hourRoot,
} from './hour-leaf.ts';
import type { HourParts, LoggedPart, YearLog } from './ports.ts';
import { hashesFor, type ProofPorts } from './prove.ts';
import { hoursSeed } from './seal-hours.ts';

export interface EventProofPorts extends ProofPorts {
  readonly hours: HourParts;
  readonly usageLog: UsageHours;
  readonly epochs: readonly ShardEpoch[];
}

/** An event by its identity, with whose it is and any time of its hour: that says where it is looked for. */
interface AskedEvent {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly time: Timestamp;
}

/** Why there is no proof of an event. */
type WhyUnproven = 'not-found' | 'not-yet' | 'erased';

interface EventProofs {
  /** C2SP tlog-proofs: of each subject and hour one, with all its events that were asked for. */
  readonly proofs: readonly string[];
  readonly unproven: readonly (AskedEvent & { readonly reason: WhyUnproven })[];
}

const HOURS_AT_ONCE = 4;
const MINUTES = 60;

/** That events were counted: each is in the leaf of its hour, which is in the log. */
export async function eventProofs(
  ports: EventProofPorts,
  tenant: string,
  asked: readonly AskedEvent[],
): Promise<EventProofs> {
  const byHour = [...Map.groupBy(asked, ({ time }) => Math.floor(time / millisecondsPer.hour))];
  const found = await inParallel(HOURS_AT_ONCE, byHour, ([hour, own]) =>
    hourProofs(ports, { tenant, hour }, own),
  );
  return {
    proofs: found.flatMap(({ proofs }) => proofs),
    unproven: found.flatMap(({ unproven }) => unproven),
  };
}

interface HourOf {
  readonly tenant: string;
  readonly hour: number;
}

async function hourProofs(
  ports: EventProofPorts,
  of: HourOf,
  asked: readonly AskedEvent[],
): Promise<EventProofs> {
  const parts = await publishedParts(ports, of);
  const logged = await loggedEvents(ports, of, asked);
  const meant = new Map(asked.map((one) => [one, meantBy(one, logged)]));
  const openings = await openingsOf(ports, of.tenant, new Set([...meant.values()].flat()));
  const proofs: string[] = [];
  const proven = new Set<LoggedEvent>();
  for (const { part, log } of parts) {
    for (const { events, text } of await partProofs(ports, { part, log }, openings)) {
      proofs.push(text);
      for (const event of events) proven.add(event);
    }
  }
  const reasonOf = (one: AskedEvent): WhyUnproven => {
    const [place] = meant.get(one)?.filter((event) => !proven.has(event)) ?? [];
    if (place === undefined) return 'not-found';
    // A leaf that has it has another commitment: its salt was dropped, before it was sealed or since.
    return parts.some(({ part }) => isCoveredBy(part, place)) ? 'erased' : 'not-yet';
  };
  const isProven = (one: AskedEvent): boolean => {
    const events = meant.get(one) ?? [];
    return events.length > 0 && events.every((event) => proven.has(event));
  };
  const unproven = asked
    .filter((one) => !isProven(one))
    .map((one) => ({ ...one, reason: reasonOf(one) }));
  return { proofs, unproven };
}

interface PublishedPart {
  readonly part: LoggedPart;
  readonly log: YearLog;
}

/** Leaves of an hour that a checkpoint has. */
async function publishedParts(
  { hours, logs }: EventProofPorts,
  { tenant, hour }: HourOf,
): Promise<readonly PublishedPart[]> {
  const published: PublishedPart[] = [];
  for (const part of await hours.list({ tenant, from: hour, to: hour + 1 })) {
    const log = await logs.get(part);
    if (log !== undefined && part.index < sizeOfEdge(log.edge)) published.push({ part, log });
  }
  return published;
}

/** An event of the usage log, and the block it is in. */
interface LoggedEvent {
  readonly identified: IdentifiedEvent;
  readonly shard: number;
  readonly minute: number;
  readonly seq: number;
}

/** The event of that very time; else all that have its name, in the hour that was named. */
function meantBy(one: AskedEvent, logged: LoggedByName): readonly LoggedEvent[] {
  const own = logged.get(subjectAndName(one)) ?? [];
  const exact = own.filter(({ identified }) => identified.event.occurredAt === one.time);
  return exact.length > 0 ? exact : own;
}

/** A name that is used again in another minute is another event. */
type LoggedByName = ReadonlyMap<string, readonly LoggedEvent[]>;

/** Those that the usage log has in that hour: of blocks in which no identity begins so, nothing is unpacked. */
async function loggedEvents(
  { usageLog, epochs }: EventProofPorts,
  { tenant, hour }: HourOf,
  asked: readonly AskedEvent[],
): Promise<LoggedByName> {
  const found: LoggedEvent[] = [];
  const shards = shardsOf(hour * MINUTES, epochs);
  for (const [shard, own] of Map.groupBy(asked, (one) => partitionOf(one.subject) % shards)) {
    const wanted = new Set(own.map((one) => prefixOf(identityOf(tenant, one))));
    const names = new Set(own.map(subjectAndName));
    for await (const { minute, seq, bytes } of usageLog.readHour({ tenant, shard, hour })) {
      if (!prefixesIn(bytes).some((prefix) => wanted.has(prefix))) continue;
      for (const identified of entriesIn(tenant, bytes).filter(({ event }) =>
        names.has(subjectAndName(event)),
      ))
        found.push({ identified, shard, minute, seq });
    }
  }
  return Map.groupBy(found, ({ identified }) => subjectAndName(identified.event));
}

const subjectAndName = ({ source, id, subject }: Omit<AskedEvent, 'time'>): string =>
  JSON.stringify([source, id, subject]);

const isCoveredBy = ({ covered }: LoggedPart, { shard, minute, seq }: LoggedEvent): boolean =>
  seq <= (covered.get(shard)?.get(minute) ?? 0);

/** By the commitment in hexadecimal digits, an event and what it opens to. */
type Openings = ReadonlyMap<string, { readonly one: LoggedEvent; readonly opening: Opening }>;

async function openingsOf(
  { salts }: EventProofPorts,
  tenant: string,
  logged: ReadonlySet<LoggedEvent>,
): Promise<Openings> {
  const usageOf = ({ identified: { event } }: LoggedEvent) => ({
    ...{ opener: subjectOpener(event.subject), at: event.occurredAt },
  });
  const seedOf = await salts.findUsage(tenant, [...logged].map(usageOf));
  return new Map(
    [...logged].flatMap((one) => {
      const seed = seedOf(usageOf(one));
      if (seed === undefined) return [];
      const opening = eventOpening(one.identified, seed);
      return [[hex(entryOf(opening)), { one, opening }] as const];
    }),
  );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Of each subject that has wanted events in a part, one proof. */
async function partProofs(
  ports: EventProofPorts,
  { part, log }: PublishedPart,
  openings: Openings,
): Promise<readonly { readonly events: readonly LoggedEvent[]; readonly text: string }[]> {
  if (openings.size === 0) return [];
  const bytes = await ports.tiles.get(part, hourPath(part));
  invariant(bytes !== undefined, 'the file of an hour was put before its leaf');
  const file = hourFileFrom(bytes);
  const seed = await hoursSeed(ports, part.tenant);
  const entry = hourEntry(part, hourRoot(part, file.groups, seed));
  const ranges = inclusionRanges(part.index, sizeOfEdge(log.edge));
  const hashes = await hashesFor(ports.tiles, log, ranges);
  return file.groups.flatMap((group, place) => {
    const own = group.flatMap((commitment, index) => {
      const known = openings.get(hex(commitment));
      return known === undefined ? [] : [{ ...known, index }];
    });
    if (own.length === 0) return [];
    const leaves = group.map(leafHash);
    const events = own.map(({ opening, index }) => ({
      ...{ index, salt: base64(opening.salt), text: opening.text },
      hashes: treeProof(leaves, index).map(base64),
    }));
    const inHour = groupProof(part, file, { place, seed });
    const extra = canonicalText({
      ...{ entry: Buffer.from(entry).toString(), events, size: group.length },
      group: { ...inHour, hashes: inHour.hashes.map(base64) },
    });
    const text = tlogProofText({
      ...{ extra: Buffer.from(extra), index: part.index, hashes, checkpoint: log.note },
    });
    return [{ events: own.map(({ one }) => one), text }];
  });
}
