import { applyItems } from '../../cli/catalog/apply.ts';
import { batcher } from '../../cli/events/batches.ts';
import { eventSender } from '../../cli/events/sender.ts';
import { Failure } from '../../cli/failure.ts';
import type { Api } from '../../cli/http/api.ts';
import { counted, grouped } from '../../cli/output/numbers.ts';
import type { Progress } from '../../cli/output/progress.ts';
import type { Shell } from '../../cli/shell.ts';
import { usageOf } from '../../cli/usage/query.ts';
import { demoCustomers, demoMeters } from './magazine.ts';
import { demoPlans } from './terms.ts';
import {
  type DemoEvent,
  type DemoMonth,
  demoEventText,
  demoMonth,
  demoTraffic,
} from './traffic.ts';

/** What the demo did. */
export interface DemoResult {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly start: string;
  readonly end: string;
  readonly events: number;
  readonly meters: number;
  readonly customers: number;
}

interface DemoSettings {
  readonly api: Api;
  /** The month that has ended before it is played, in milliseconds since 1970. */
  readonly now: number;
  /** Resolves when the service has nothing left to do. */
  readonly settled: () => Promise<void>;
  /** Does something while the service's clock shows another time, in milliseconds since 1970. */
  readonly atTime: (time: number, work: () => Promise<void>) => Promise<void>;
  readonly shell: Shell;
  /** The same seed and dates make the same events, with the same ids. */
  readonly seed: string;
  readonly onProgress: (progress: Progress) => void;
}

const visibleWithinMs = 120_000;
const pollMs = 1000;
/** What is older is not taken: see the time window of events. */
const ageMaxMs = 34 * 86_400_000;

/**
 * Plays the last whole month of a small magazine through the HTTP interface, and waits until its usage is visible. Safe
 * to repeat.
 */
export async function playDemo(settings: DemoSettings): Promise<DemoResult> {
  const { api, now } = settings;
  const month = demoMonth(now);
  settings.onProgress({ fraction: 0, note: 'meters, plans and customers' });
  await applyAll(api, '/v1/meters', 1, demoMeters);
  await applyAll(api, '/v1/plans', 1, demoPlans);
  await applyAll(api, '/v1/customers', 4, demoCustomers);
  const [start = '', end = ''] = [month.start, month.end].map((time) =>
    new Date(time).toISOString(),
  );
  let events = 0;
  const play = async (): Promise<void> => {
    const sent = await sendTraffic(settings, month);
    events = [...sent.values()].reduce((sum, count) => sum + count, 0);
    settings.onProgress({ note: `${counted(events, 'event')} sent, adding them up` });
    await settings.settled();
    await untilVisible(settings, { start, end }, sent);
  };
  await (now - month.start > ageMaxMs ? settings.atTime(month.end, play) : play());
  const meters = demoMeters.length;
  return { month: month.label, start, end, events, meters, customers: demoCustomers.length };
}

async function applyAll(
  api: Api,
  path: '/v1/meters' | '/v1/plans' | '/v1/customers',
  lanes: number,
  items: readonly { readonly key: string }[],
): Promise<void> {
  const applied = await applyItems(
    api,
    { path, lanes },
    items.map((item) => ({ ...item })),
  );
  for (const item of applied) {
    if (item.result === 'failed') throw new Failure(`the demo’s ${item.key}: ${item.problem}`);
  }
}

async function sendTraffic(
  { api, seed, onProgress }: DemoSettings,
  period: DemoMonth,
): Promise<ReadonlyMap<DemoEvent['type'], number>> {
  const sender = eventSender(api, 'application/cloudevents-batch+json');
  const packing = batcher();
  const sent = new Map<DemoEvent['type'], number>();
  let count = 0;
  let day = period.start;
  for (const events of demoTraffic(period, seed)) {
    for (const event of events) {
      count += 1;
      sent.set(event.type, (sent.get(event.type) ?? 0) + 1);
      await sender.send(packing.add(demoEventText(event, count)));
    }
    day += 86_400_000;
    const fraction = (day - period.start) / (period.end - period.start);
    onProgress({ fraction, note: `${counted(count, 'event')} sent` });
  }
  await sender.send(packing.rest());
  await sender.finish();
  const [rejection] = sender.tally.rejections;
  if (rejection !== undefined) {
    throw new Failure(`an event of the demo was rejected: ${rejection.detail} (${rejection.code})`);
  }
  return sent;
}

/** The demo's counting meters show when every event is in the totals. */
async function untilVisible(
  { api, shell, onProgress }: DemoSettings,
  { start, end }: { start: string; end: string },
  expected: ReadonlyMap<string, number>,
): Promise<void> {
  const counting = demoMeters.filter(({ aggregation }) => aggregation === 'count');
  const events = [...expected.values()].reduce((sum, count) => sum + count, 0);
  const giveUpAt = shell.now() + visibleWithinMs;
  for (;;) {
    const counts = await Promise.all(
      counting.map(({ key }) => wholeUsage(api, { meter: key, from: start, to: end })),
    );
    const visible = counts.reduce((sum, count) => sum + count, 0);
    if (visible === events) return;
    const note = `${grouped(visible)} of ${counted(events, 'event')} visible`;
    if (shell.now() > giveUpAt)
      throw new Failure(`the demo’s usage did not become visible: ${note}`);
    onProgress({ fraction: visible / events, note });
    await shell.sleep(pollMs);
  }
}

async function wholeUsage(
  api: Api,
  question: { meter: string; from: string; to: string },
): Promise<number> {
  const { rows } = await usageOf(api, { ...question, window: 'day' });
  return rows.reduce((sum, { value }) => sum + Number(value), 0);
}
