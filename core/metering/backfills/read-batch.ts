import type { RejectedEvent } from '../../contract/problem-shapes.ts';
import type { RejectionCode } from '../../contract/rejection-codes.ts';
import type { Clock } from '../../kernel/clock.ts';
import { isJsonObject, type JsonValue } from '../../kernel/json.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339, timestampOf } from '../../kernel/timestamp.ts';
import { settledLevels } from '../corrections/settled-levels.ts';
import type { EventWindow } from '../intake/event-time.ts';
import { usageEventFrom } from '../intake/usage-event-from.ts';
import { type LogKey, logKeyOf, logKeyText, type ShardEpoch } from '../log/log-key.ts';
import type { MeterCatalogs } from '../meter-catalogs.ts';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.ts';
import { type IdentifiedEvent, identified, type UsageEvent } from '../usage-event.ts';
import type { BackfillBatch, JobOfBatch } from './ports.ts';

/** What the events of a request are read with. */
export interface ReadPorts {
  readonly clock: Clock;
  readonly catalogs: MeterCatalogs;
  readonly shardEpochs: readonly ShardEpoch[];
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pick<Pseudonyms, 'isAsked' | 'namesOf' | 'find' | 'isDropped'> | undefined;
}

/** An event of a request that is right, and where it was there. */
export interface SentEvent {
  readonly index: number;
  readonly identified: IdentifiedEvent;
}

/** The events of a request that belong to one log, in their order. */
export interface SentLog {
  readonly key: LogKey;
  readonly sent: readonly SentEvent[];
}

/** A request, as it is read: by the job, itself, and what it was judged by when it came first. */
export interface BatchRead {
  readonly judged: NonNullable<BackfillBatch['judged']>;
  readonly logs: readonly SentLog[];
  readonly rejected: readonly RejectedEvent[];
  /** What to tell of an event that the log refused. */
  rejectedByLog(index: number, code: string): RejectedEvent;
}

/** Events ahead of the clock are the intake's. */
const NOTHING = timestampOf(0);

/**
 * Reads events, each alone: those that are right have the stamp of the job and the batch. A batch that came before is
 * read as it was then: what it has written is judged right again, and what it was refused is refused again.
 */
export async function readBatch(
  ports: ReadPorts,
  tenant: string,
  {
    job,
    digest,
    values,
    known,
  }: {
    readonly job: JobOfBatch;
    readonly digest: string;
    readonly values: readonly JsonValue[];
    /** The batch, where one like it came before. */
    readonly known: Pick<BackfillBatch, 'judged' | 'begunAt'> | undefined;
  },
): Promise<BatchRead> {
  const { version, meters } = await ports.catalogs.latest(tenant, 'strong');
  const judged = known?.judged ?? { at: known?.begunAt ?? ports.clock.now(), catalog: version };
  const judging = meters.filter(({ sinceVersion }) => sinceVersion <= judged.catalog);
  const isSettled = settledLevels(judging, judged.at);
  const window = { now: judged.at, oldest: NOTHING, newest: judged.at };
  const backfill = { job: job.name, batch: digest, billing: job.billing };
  const right: { readonly index: number; readonly event: UsageEvent }[] = [];
  const rejected: RejectedEvent[] = [];
  for (const [index, value] of values.entries()) {
    const event = eventFrom(value, { job, window, isSettled });
    if (event instanceof Rejection) rejected.push(rejectedEvent(index, value, event));
    else right.push({ index, event: { ...event, backfill } });
  }
  const named = await underNames(ports, tenant, right);
  return {
    judged,
    logs: logsOf(tenant, named, ports.shardEpochs),
    rejected,
    rejectedByLog: (index, code) =>
      rejectedEvent(index, values[index] ?? null, new Rejection(code as RejectionCode, WHY_LOG)),
  };
}

const WHY_LOG =
  'leave it out, or take another id where it is another event: its source and id are taken, in the same minute, by an event that says something else, or that is informational';

function eventFrom(
  value: JsonValue,
  of: {
    readonly job: JobOfBatch;
    readonly window: EventWindow;
    readonly isSettled: ReturnType<typeof settledLevels>;
  },
): UsageEvent | Rejection {
  const { job, window, isSettled } = of;
  const event = usageEventFrom(value, 'any', window);
  if (event instanceof Rejection) return event;
  const { start, end } = job.period;
  if (event.occurredAt < start || event.occurredAt >= end) {
    const detail = `send events of ${rfc3339(start)} to ${rfc3339(end)}, which is the period of the job, got one of ${rfc3339(event.occurredAt)}`;
    return new Rejection('event.outside-backfill', detail, { param: '/time' });
  }
  if (job.billing === 'adjust' && isSettled(event)) {
    const detail = `send an event that changes the level from today: later months may stand on the level of ${rfc3339(event.occurredAt)} already`;
    return new Rejection('event.level-settled', detail, { param: '/time' });
  }
  return event;
}

function rejectedEvent(index: number, value: JsonValue, rejection: Rejection): RejectedEvent {
  const { code, message, param } = rejection;
  const id = isJsonObject(value) ? value['id'] : null;
  return {
    index,
    id: typeof id === 'string' ? id : null,
    ...{ code, detail: message },
    ...(param === undefined ? {} : { param }),
  };
}

/** As they are recorded. */
async function underNames(
  { pseudonyms }: ReadPorts,
  tenant: string,
  sent: readonly { readonly index: number; readonly event: UsageEvent }[],
) {
  if (pseudonyms === undefined) return sent;
  const isAsked = ({ event }: { readonly event: UsageEvent }): boolean =>
    pseudonyms.isAsked(event.occurredAt);
  const subjects = new Set(sent.filter(isAsked).map(({ event }) => event.subject));
  if (subjects.size === 0) return sent;
  const names = await pseudonyms.namesOf(tenant, subjects);
  return sent.map((one) => {
    const subject = isAsked(one) ? names.get(one.event.subject) : undefined;
    return subject === undefined ? one : { ...one, event: { ...one.event, subject } };
  });
}

function logsOf(
  tenant: string,
  sent: readonly { readonly index: number; readonly event: UsageEvent }[],
  epochs: readonly ShardEpoch[],
): readonly SentLog[] {
  const logs = new Map<string, { readonly key: LogKey; readonly sent: SentEvent[] }>();
  for (const { index, event } of sent) {
    const key = logKeyOf(tenant, event, epochs);
    const log = logs.get(logKeyText(key)) ?? { key, sent: [] };
    logs.set(logKeyText(key), log);
    log.sent.push({ index, identified: identified(tenant, event) });
  }
  return [...logs.values()];
}
