import type { OtlpMapping, OtlpSignal } from '../contract/otlp/shapes.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type IntakePorts, sendAll } from '../metering/intake/accept-events.ts';
import { type EventWindow, eventWindow } from '../metering/intake/event-time.ts';
import { usageEventFrom } from '../metering/intake/usage-event-from.ts';
import type { UsageEvent } from '../metering/usage-event.ts';
import { isFor, mappedEvent } from './mapped-event.ts';
import type { OtlpRecord } from './otlp-record.ts';
import type { OtlpMappings } from './ports.ts';

/** What became of an export: how many of its records are not counted, and why; without `message` all is well. */
export interface OtlpOutcome {
  readonly rejected: number;
  readonly message?: string;
}

/** More in one go would take too long to be answered in time. */
const EVENTS_MAX = 10_000;
/** What a resource says once may be in the event of each of its records. */
const EVENTS_BYTES_MAX = 16 * 1024 * 1024;

/** What takes exports works with. */
export interface OtlpPorts extends IntakePorts {
  readonly otlpMappings: Pick<OtlpMappings, 'get'>;
}

/**
 * Hands over the events of all records that mappings of the tenant are for, and resolves once the queue has them.
 * Others are none of ours. Records that are wrong keep no others out, and are told of.
 * @throws Rejection `otlp.no-mappings`, `request.too-many-events`, `request.too-large`, `queue.unavailable`,
 *   `queue.busy`
 */
export async function takeExport(
  { otlpMappings, sink, clock, limits }: OtlpPorts,
  tenant: string,
  { signal, records }: { readonly signal: OtlpSignal; readonly records: readonly OtlpRecord[] },
): Promise<OtlpOutcome> {
  const { mappings } = (await otlpMappings.get(tenant)) ?? { mappings: [] };
  if (mappings.length === 0) throw noMappings();
  const own = mappings.filter((mapping) => mapping.signal === signal);
  const window = eventWindow(clock.now(), limits);
  const events: UsageEvent[] = [];
  const refused: Rejection[] = [];
  let bytes = 0;
  for (const record of records) {
    const made = own
      .filter((mapping) => isFor(mapping, record))
      .map((mapping) => eventOf(mapping, record, window));
    const wrong = made.filter((one) => one instanceof Rejection);
    const right = made.filter((one): one is UsageEvent => !(one instanceof Rejection));
    events.push(...right);
    bytes += bytesOf(right);
    refused.push(...wrong.slice(0, 1));
    refuseTooMuch(events.length, bytes);
  }
  if (events.length > 0) await sendAll(sink, tenant, events);
  if (refused.length === 0) return { rejected: 0 };
  return { rejected: refused.length, message: told(refused, records.length) };
}

function eventOf(
  mapping: OtlpMapping,
  record: OtlpRecord,
  window: EventWindow,
): UsageEvent | Rejection {
  try {
    return usageEventFrom(mappedEvent(mapping, record), 'any', window);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

const MESSAGE_MAX = 2_000;

/** How many are refused for each reason, and of each the first in words. */
function told(refused: readonly Rejection[], of: number): string {
  const reasons = [...Map.groupBy(refused, ({ code }) => code)].map(
    ([code, [first, ...others]]) => `${1 + others.length} × ${code}: ${first?.message ?? ''}`,
  );
  const text = `not counted, ${refused.length} of ${of}: ${reasons.join('; ')}`;
  return text.slice(0, MESSAGE_MAX).toWellFormed();
}

const noMappings = (): Rejection =>
  new Rejection(
    'otlp.no-mappings',
    'say first what counts, with PUT /v1/otlp-mappings: nothing that OTLP carries is usage before',
  );

const tooMany = (): Rejection =>
  new Rejection(
    'request.too-many-events',
    `send what becomes of at most ${EVENTS_MAX} events in a request: have the exporter, or the collector’s batch processor, send fewer at once`,
  );

const bytesOf = (events: readonly UsageEvent[]): number =>
  events.reduce(
    (sum, { id, type, subject, data = '' }) => sum + Buffer.byteLength(id + type + subject + data),
    0,
  );

function refuseTooMuch(events: number, bytes: number): void {
  if (events > EVENTS_MAX) throw tooMany();
  if (bytes > EVENTS_BYTES_MAX) throw tooLarge();
}

const tooLarge = (): Rejection =>
  new Rejection(
    'request.too-large',
    `send what becomes of at most ${EVENTS_BYTES_MAX} bytes of events in a request: have fewer sent at once, or map less of a resource into data`,
  );
