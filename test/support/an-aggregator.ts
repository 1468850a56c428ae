import { claimedSubjects } from '../../core/catalog/listed-subjects.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { aggregateEvents } from '../../core/metering/aggregation/aggregate-events.ts';
import type { EventMessage } from '../../core/metering/intake/event-message.ts';
import { eventsIn } from '../../core/metering/log/block.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { inMemoryFlow } from '../fakes/flow.ts';
import { inMemoryQuarantine } from '../fakes/quarantine.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemorySalts } from '../fakes/salts.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { aUsageEvent, occurredAt } from '../fixtures/usage-events.ts';

/** Other bytes each time, the same in each run. */
export function someRandom() {
  let state = 1;
  return {
    bytes: (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state >>> 24;
      }),
  };
}

/** Aggregation under pseudonyms, in memory. Each function of `functions` remembers what it knows by itself. */
export function anAggregator({ from = timestampOf(0) }: { readonly from?: Timestamp } = {}) {
  const clock = { now: occurredAt };
  const [usageLog, quarantine, flow] = [
    new InMemoryUsageLog(),
    inMemoryQuarantine(),
    inMemoryFlow(),
  ];
  const [salts, customers] = [inMemorySalts(), inMemoryCustomers()];
  const random = someRandom();
  const aFunction = (given: Partial<ConstructorParameters<typeof Pseudonyms>[0]> = {}) => {
    const pseudonyms = new Pseudonyms({
      ...{ salts, random, from, owners: claimedSubjects(customers) },
      clock: { now: () => clock.now },
      ...given,
    });
    const aggregate = (messages: readonly EventMessage[]) =>
      aggregateEvents(
        {
          ...{ quarantine, touched: inMemoryQueue(), clock: { now: () => clock.now } },
          writer: new UsageLogWriter(usageLog),
          epochs: [{ from: timestampOf(0), shards: 4 }],
          logReachSeconds: 70 * 86_400,
          onQuarantined: () => undefined,
          onSettled: flow.onSettled,
          ...definedOnly({ pseudonyms }),
        },
        messages,
        { isShort: () => false },
      );
    const send = (...events: readonly Partial<UsageEvent>[]) =>
      aggregate([
        { tenant: 'acme', admitted: false, events: events.map(aUsageEvent), acceptedMinute: 1 },
      ]);
    return { pseudonyms, aggregate, send };
  };
  /** All that was recorded, from whatever log. */
  const recorded = (): readonly UsageEvent[] =>
    usageLog
      .keys()
      .flatMap((key) => usageLog.blocksOf(key).flatMap(({ bytes }) => eventsIn(bytes)));
  const quarantined = () => quarantine.list('acme', { after: '', limit: 100 });
  return {
    ...{ clock, usageLog, quarantine, flow, salts, customers },
    ...{ aFunction, recorded, quarantined },
  };
}

/** What an erasure does to the salt of a subject. */
export async function dropSaltOf(
  { salts }: Pick<ReturnType<typeof anAggregator>, 'salts'>,
  pseudonyms: Pseudonyms,
  subject: string,
): Promise<string> {
  const salt = (await salts.find('acme', [subject])).get(subject);
  const pseudonym = (await pseudonyms.find('acme', [subject])).get(subject);
  if (salt === undefined || pseudonym === undefined) throw new Error('the subject has a salt');
  await salts.noteDropped('acme', pseudonym);
  await salts.drop('acme', subject, salt);
  return pseudonym;
}
