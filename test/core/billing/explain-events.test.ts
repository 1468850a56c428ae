import { describe, expect, it } from '@jest/globals';
import { type ExplainedEvent, explainedEvents } from '../../../core/billing/explain/events.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { logKeyOf, partitionOf } from '../../../core/metering/log/log-key.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import type { Moment } from '../../../core/metering/tally.ts';
import { identified, type UsageEvent } from '../../../core/metering/usage-event.ts';
import { InMemoryUsageLog } from '../../fakes/usage-log.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';

const shardEpochs = [{ from: timestampOf(0), shards: 1 }];
const minuteMs = 60_000;
const meter = aMeter({ key: 'view', eventType: 'view', dimensions: ['section'] });
const subject = 'app-1';
const partition = partitionOf(subject);

const viewAt = (minute: number, index: number, section = 'news'): UsageEvent =>
  aUsageEvent({
    id: `${minute} ${index}`,
    subject,
    occurredAt: timestampOf(minute * minuteMs + ((index * 37) % 60) * 1000),
    data: JSON.stringify({ section }),
  });

/** A log in which every event is a block of its own. */
async function logOf(events: readonly UsageEvent[]) {
  const usageLog = new InMemoryUsageLog();
  const writer = new UsageLogWriter(usageLog);
  const coverage = new Map<number, number>();
  for (const event of events) {
    const key = logKeyOf('acme', event, shardEpochs);
    const { blocks } = await writer.append(key, [identified('acme', event)]);
    coverage.set(key.minute, blocks);
  }
  const hours = [...Map.groupBy(coverage, ([minute]) => Math.floor(minute / 60))].map(
    ([hour, minutes]) => ({ hour, partition, coverage: new Map(minutes) }),
  );
  return { ports: { usageLog, shardEpochs }, hours };
}

async function everyPage(
  { ports, hours }: Awaited<ReturnType<typeof logOf>>,
  { limit, section = 'news' }: { readonly limit: number; readonly section?: string },
) {
  const pages: ExplainedEvent[][] = [];
  let after: Moment | undefined;
  do {
    const page = await explainedEvents(ports, {
      tenant: 'acme',
      meter,
      rules: 2,
      isWanted: ([value]) => value === section,
      usedBy: [
        { subject, period: { start: timestampOf(0), end: timestampOf(1000 * 60 * minuteMs) } },
      ],
      hours,
      after,
      limit,
    });
    pages.push([...page.events]);
    after = page.next;
  } while (after !== undefined);
  return pages;
}

describe('the events behind a quantity', () => {
  it('come once each, by their times, in pages of any size', async () => {
    const minutes = [0, 1, 59, 60, 61, 500];
    const events = minutes.flatMap((minute) =>
      Array.from({ length: 7 }, (_, i) => viewAt(minute, i)),
    );
    const log = await logOf(events.toReversed());

    for (const limit of [1, 5, 100]) {
      const pages = await everyPage(log, { limit });
      const shown = pages.flat();

      expect(shown).toHaveLength(events.length);
      expect(new Set(shown.map(({ id }) => id)).size).toBe(events.length);
      const times = shown.map(({ at }) => at.occurredAt);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.max(...pages.map((page) => page.length))).toBe(Math.min(limit, events.length));
    }
  });

  it('are none that totals have not counted yet', async () => {
    const log = await logOf([viewAt(0, 0), viewAt(0, 1)]);
    const hours = log.hours.map((hour) => ({ ...hour, coverage: new Map([[0, 1]]) }));

    const pages = await everyPage({ ...log, hours }, { limit: 10 });

    expect(pages.flat().map(({ id }) => id)).toEqual(['0 0']);
  });

  it('may be few on a page that looked at many blocks, and the next goes on behind them', async () => {
    // 1,200 blocks of which two hold what is wanted: at the beginning, and where a page has looked at enough.
    const others = Array.from({ length: 30 }, (_, minute) =>
      Array.from({ length: 40 }, (_2, index) => viewAt(minute, index, 'sport')),
    ).flat();
    const log = await logOf([viewAt(0, 99), ...others, viewAt(29, 98)]);

    const pages = await everyPage(log, { limit: 10 });

    expect(pages.map((page) => page.map(({ id }) => id))).toEqual([['0 99'], ['29 98']]);
  });
});
