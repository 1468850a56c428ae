import type { Runtime } from '../local/runtime.ts';
import { benchEvents, bodiesOf } from './events.ts';
import { logCensus, untilAppended } from './log-census.ts';
import { send } from './sender.ts';
import { appendingAtOnce, startBenchStack } from './stack.ts';

export const fronts = ['http-api', 'web-function'] as const;
export type Front = (typeof fronts)[number];

/** How fast one front takes requests of one event each, in one round. */
export interface FrontSpeed {
  readonly front: Front;
  readonly events: number;
  readonly acceptedPerSecond: number;
  /** From the first request until the events queue is empty. */
  readonly eventsPerSecond: number;
  readonly latencyMsP50: number;
  readonly latencyMsP99: number;
  /** Requests that were refused and sent again. */
  readonly retried: number;
}

export const frontConnections = 64;

/** As many seconds for either, not as many events. */
const eventsOf = (events: number): Readonly<Record<Front, number>> => ({
  'http-api': Math.ceil(events / 5),
  'web-function': events,
});

/** Where a front takes requests. */
export const urlOf = (runtime: Runtime, front: Front): string =>
  front === 'http-api' ? runtime.url : (runtime.outputs['FrontUrl'] ?? '');

/**
 * Both fronts of one stack in turn, with one event a request, after a warm-up of each. Throws unless the log has every
 * event exactly once.
 */
export async function measureFronts(
  { rounds, events }: { readonly rounds: number; readonly events: number },
  say: (line: string) => void,
): Promise<FrontSpeed[]> {
  const settings = { ...appendingAtOnce, 'farthing:front': 'both' };
  const stack = await startBenchStack({ settings, countCalls: false });
  const { runtime, apiKey } = stack;
  let seed = 0;
  let sentInAll = 0;
  const sizes = eventsOf(events);
  const played = async (front: Front, count: number): Promise<FrontSpeed> => {
    seed += 1;
    sentInAll += count;
    const from = Date.now() - 3_600_000;
    const bodies = bodiesOf(benchEvents({ count, from, perSecond: 1_000, seed }), 1);
    const started = performance.now();
    const sent = await send({
      url: urlOf(runtime, front),
      apiKey,
      bodies,
      connections: frontConnections,
    });
    await untilAppended(runtime);
    const seconds = (performance.now() - started) / 1000;
    return {
      front,
      events: count,
      acceptedPerSecond: (sent.accepted / sent.milliseconds) * 1000,
      eventsPerSecond: count / seconds,
      latencyMsP50: sent.latencyMsP50,
      latencyMsP99: sent.latencyMsP99,
      retried: sent.retried,
    };
  };
  for (const front of fronts) await played(front, Math.ceil(sizes[front] / 5));
  const results: FrontSpeed[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const front of round % 2 === 1 ? fronts : fronts.toReversed()) {
      const result = await played(front, sizes[front]);
      say(`round ${round}: ${JSON.stringify(result)}`);
      results.push(result);
    }
  }
  const { events: counted } = await logCensus(runtime);
  if (counted !== sentInAll)
    throw new Error(`expected ${sentInAll} events in the log, got ${counted}`);
  await stack.close();
  return results;
}
