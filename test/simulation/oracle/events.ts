import { createHash, createHmac } from 'node:crypto';
import type { Json, SentEvent } from '../traffic.ts';

/** Everything an event says, as one text: two events are the same exactly when these are. */
export const contentText = (event: SentEvent): string =>
  JSON.stringify([
    event.tenant,
    event.source,
    event.id,
    event.type,
    whose(event.tenant, event.subject),
    event.time,
    event.data === undefined ? null : sortedJson(event.data),
  ]);

const subjectsKnown = new Map<string, string>();

/** Whose a pseudonym is, as whoever saw it being made knows for good; of a subject, that itself. */
const whose = (tenant: string, subject: string): string =>
  subjectsKnown.get(JSON.stringify([tenant, subject])) ?? subject;

/** Says under which pseudonym a salt puts a subject: worked out here from RFC 2104, as in docs. */
export function noteSalt(tenant: string, subject: string, salt: Uint8Array): void {
  const code = createHmac('sha256', salt)
    .update(JSON.stringify([tenant, subject]))
    .digest();
  const pseudonym = `pseudonym:${code.subarray(0, 12).toString('base64url')}`;
  subjectsKnown.set(JSON.stringify([tenant, pseudonym]), subject);
}

/** Who an event claims to be. */
export const claimText = ({
  tenant,
  source,
  id,
}: Pick<SentEvent, 'tenant' | 'source' | 'id'>): string => JSON.stringify([tenant, source, id]);

/** JSON with the fields of every object in order. */
function sortedJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${sortedJson(field)}`);
  return `{${fields.join(',')}}`;
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

const PARTITIONS = 64;
const partitionsKnown = new Map<string, number>();

/** Which of the 64 partitions keeps a subject's totals. */
export function homeOf(subject: string): number {
  const known = partitionsKnown.get(subject);
  if (known !== undefined) return known;
  const partition = digest(subject).readUInt8(0) % PARTITIONS;
  partitionsKnown.set(subject, partition);
  return partition;
}

/** Which log an event belongs in, as text. */
export function logOf(
  { tenant, subject, time }: SentEvent,
  epochs: readonly { readonly from: number; readonly shards: number }[],
): string {
  const begun = epochs.filter(({ from }) => from <= time);
  const shards = begun.at(-1)?.shards ?? Number.NaN;
  return JSON.stringify([tenant, homeOf(subject) % shards, Math.floor(time / 60_000)]);
}

/** The 128 bits that stand for an event in a block, in hexadecimal. */
export const fingerprintOf = (event: SentEvent): string =>
  digest(claimText(event)).toString('hex', 0, 16);

/** The 32 bits beside it that stand for all the rest of the event. */
export const checkOf = ({ type, subject, time, data }: SentEvent): number =>
  digest(
    JSON.stringify([type, subject, time, data === undefined ? null : sortedJson(data)]),
  ).readUInt32BE(0);

/** What a set of distinct values keeps of one. */
export const memberOf = (text: string): string => digest(text).toString('base64url', 0, 16);
