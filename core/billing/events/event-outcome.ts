import { inParallel } from '../../kernel/in-parallel.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { correctionIn } from '../../metering/corrections/correction-entry.ts';
import { type CorrectedEvent, noCorrections } from '../../metering/corrections/corrections.ts';
import { isInformational, meterOfKey } from '../../metering/informational.ts';
import type { LoggedEvent } from '../../metering/log/latest-events.ts';
import { hourOfMinute } from '../../metering/log/log-key.ts';
import type { MeterCatalog } from '../../metering/meter-catalogs.ts';
import { EventFields } from '../../metering/meter-reading.ts';
import { noTotals, PartitionFold } from '../../metering/totals/partition-fold.ts';
import type { FoldProgress } from '../../metering/totals/ports.ts';
import { currentReading, slotAsRead } from '../../metering/totals/totals.ts';
import { readValue } from '../explain/events.ts';
import type { UnbilledPorts } from '../unbilled/list-unbilled.ts';
import { type BilledVerdict, type PlacedSlot, slotVerdicts } from '../unbilled/slot-verdicts.ts';

/** What became of an event. */
export type EventOutcome =
  /** The log has it, and totals have not come to it yet. */
  | { readonly status: 'recorded' }
  /** At least one meter has counted it, and what that comes to is billed, or about to be. */
  | { readonly status: 'counted'; readonly meters: readonly CountedBy[] }
  /** No meter counts it, or what those that do have counted is in no invoice. */
  | {
      readonly status: 'not-billed';
      readonly reason: WithoutMeter | 'informational' | NonNullable<BilledVerdict['reason']>;
      /** Of `corrected` and `corrects`: which one. */
      readonly correction?: string;
      readonly meters: readonly CountedBy[];
    }
  | { readonly status: 'quarantined' };

/** Why no meter has it: none is for it, a correction took it out or amended it, or it only says that. */
type WithoutMeter = 'no-meter' | 'corrected' | 'corrects';

/** A meter that has counted an event. */
export interface CountedBy extends Omit<BilledVerdict, 'rules'> {
  readonly meter: string;
  /** What it read off the event; undefined where it could read nothing. */
  readonly value: string | undefined;
}

const LOGS_AT_ONCE = 16;

interface CountedEvent {
  readonly logged: LoggedEvent;
  /** What totals count of it. */
  readonly slots: readonly PlacedSlot[];
  readonly corrected: CorrectedEvent;
  /** Whether some meter is for it that totals have not come to. */
  readonly isPending: boolean;
}

/** What became of events that the log has. */
export async function countedOutcomes(
  ports: UnbilledPorts,
  tenant: string,
  events: readonly LoggedEvent[],
): Promise<ReadonlyMap<LoggedEvent, EventOutcome>> {
  const catalog = await ports.rating.catalogs.latest(tenant, 'strong');
  const progressOf = await progressOfEach(ports, tenant, events);
  const counted = events.map((logged) => countedEvent(logged, catalog, progressOf(logged)));
  const slots = counted.flatMap((one) => (isBillable(one) ? one.slots : []));
  const verdicts = slots.length === 0 ? undefined : await slotVerdicts(ports, tenant, slots);
  return new Map(counted.map((one) => [one.logged, outcomeOf(one, verdicts)]));
}

const isBillable = ({ logged }: CountedEvent): boolean => !isInformational(logged.identified.event);

function outcomeOf(
  { logged, slots, corrected, isPending }: CountedEvent,
  verdicts: ReadonlyMap<PlacedSlot, BilledVerdict> | undefined,
): EventOutcome {
  if (slots.length === 0 && isPending) return { status: 'recorded' };
  const out = outOf(logged, corrected);
  if (out !== undefined) return { status: 'not-billed', ...out, meters: [] };
  if (isInformational(logged.identified.event)) return informationalOutcome(logged, slots);
  const fields = new EventFields(logged.identified.event);
  const meters = slots.map((one) => countedBy(one, verdicts?.get(one), fields));
  if (meters.length === 0) return { status: 'not-billed', reason: 'no-meter', meters };
  const reasons = meters.map(({ reason }) => reason);
  if (reasons.includes(undefined)) return { status: 'counted', meters };
  const reason = reasons.find((one) => one !== 'unpriced') ?? 'unpriced';
  return { status: 'not-billed', reason, meters };
}

/** By which correction an event is no usage; undefined where it may be. */
function outOf(
  { identified: { event } }: LoggedEvent,
  { reads, outBy }: CorrectedEvent,
): { readonly reason: WithoutMeter; readonly correction: string } | undefined {
  const own = correctionIn(event)?.correction;
  // What amended an event, and was taken back, says nothing any more.
  if (own !== undefined && (reads === undefined || outBy === own)) {
    return { reason: 'corrects', correction: own };
  }
  return outBy === undefined ? undefined : { reason: 'corrected', correction: outBy };
}

/** Meters have counted it apart, whoever would pay. */
function informationalOutcome(
  { identified: { event } }: LoggedEvent,
  slots: readonly PlacedSlot[],
): EventOutcome {
  const fields = new EventFields(event);
  const meters = slots.map((one) => countedBy(one, undefined, fields));
  return { status: 'not-billed', reason: 'informational', meters };
}

/** Where nobody is billed. */
const unjudged: BilledVerdict = {
  ...{ customer: undefined, reason: undefined, rules: currentReading, mayBeTooLate: false },
};

function countedBy(
  { slot, meter }: PlacedSlot,
  verdict: BilledVerdict | undefined,
  fields: EventFields,
): CountedBy {
  const { rules, ...billed } = verdict ?? unjudged;
  const { tally } = slotAsRead(slot, rules);
  const value = tally === undefined ? undefined : readValue(tally, meter, fields);
  return { ...billed, meter: meter.key, value };
}

/** How far the logs of the events are folded. */
async function progressOfEach(
  { rating: { totals } }: UnbilledPorts,
  tenant: string,
  events: readonly LoggedEvent[],
): Promise<(event: LoggedEvent) => FoldProgress | undefined> {
  const textOf = ({ shard, minute }: LoggedEvent): string => `${shard} ${hourOfMinute(minute)}`;
  const logs = new Map(events.map((event) => [textOf(event), event]));
  const known = await inParallel(LOGS_AT_ONCE, logs, async ([text, { shard, minute }]) => {
    const key = { tenant, shard, hour: hourOfMinute(minute) };
    return [text, (await totals.readProgress(key, 'strong'))?.value] as const;
  });
  const progress = new Map(known);
  return (event) => progress.get(textOf(event));
}

/** Folds the event as totals do, by the meters that they have come to. */
function countedEvent(
  logged: LoggedEvent,
  { meters, version }: MeterCatalog,
  progress: FoldProgress | undefined,
): CountedEvent {
  const { identified, minute, seq, corrections = noCorrections } = logged;
  const fold = new PartitionFold(noTotals(version), meters);
  fold.add({ minute, seq }, identified, corrections);
  const byKey = new Map(meters.map((meter) => [meter.key, meter]));
  const isFolded = (progress?.coverage.get(minute) ?? 0) >= seq;
  const { tallies } = fold.totals();
  const slots = tallies.flatMap((slot): PlacedSlot[] => {
    const meter = byKey.get(meterOfKey(slot.meter));
    const isCounted =
      isFolded && (meter?.sinceVersion ?? version) <= (progress?.catalogVersion ?? 0);
    return meter === undefined || !isCounted
      ? []
      : [{ slot, meter, at: slotStart(identified.event) }];
  });
  const corrected = corrections.corrected({ minute, seq }, identified);
  return { logged, slots, corrected, isPending: slots.length < tallies.length };
}

const slotStart = ({ occurredAt }: { readonly occurredAt: Timestamp }): Timestamp =>
  timestampOf(occurredAt - (occurredAt % millisecondsPer.quarterHour));
