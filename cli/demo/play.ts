import { applyItems } from '../catalog/apply.ts';
import { batcher } from '../events/batches.ts';
import { eventSender } from '../events/sender.ts';
import { Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { counted, grouped } from '../output/numbers.ts';
import type { Progress } from '../output/progress.ts';
import type { Shell } from '../shell.ts';
import { usageOf } from '../usage/query.ts';
import { demoCustomers, demoMeters } from './magazine.ts';
import { type DemoEvent, demoEventText, demoPeriod, demoTraffic } from './traffic.ts';

/** What the demo did. */
export interface DemoResult {
  readonly start: string;
  readonly end: string;
  readonly events: number;
  readonly meters: number;
  readonly customers: number;
}

interface DemoSettings {
  readonly api: Api;
  /** The month before it is played, in milliseconds since 1970. */
  readonly now: number;
  /** Resolves when the service has nothing left to do. */
  readonly settled: () => Promise<void>;
  readonly shell: Shell;
  /** The same seed and dates make the same events, with the same ids. */
  readonly seed: string;
  readonly onProgress: (progress: Progress) => void;
}

const visibleWithinMs = 120_000;
const pollMs = 1000;

/** Plays the last 31 days of a small magazine through the HTTP interface, and waits until its usage is visible. Safe to repeat. */
export async function playDemo(settings: DemoSettings): Promise<DemoResult> {
  const { api } = settings;
  const period = demoPeriod(settings.now);
  settings.onProgress({ fraction: 0, note: 'meters and customers' });
  await applyAll(api, '/v1/meters', 1, demoMeters);
  await applyAll(api, '/v1/customers', 4, demoCustomers);
  const expected = await sendTraffic(settings, period);
  const [start, end] = [period.start, period.end].map((time) => new Date(time).toISOString());
  const shown = { start: start ?? '', end: end ?? '' };
  const events = [...expected.values()].reduce((sum, count) => sum + count, 0);
  settings.onProgress({ note: `${counted(events, 'event')} sent, adding them up` });
  await settings.settled();
  await untilVisible(settings, shown, expected);
  return { ...shown, events, meters: demoMeters.length, customers: demoCustomers.length };
}

async function applyAll(
  api: Api,
  path: '/v1/meters' | '/v1/customers',
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
  period: { start: number; end: number },
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
