import { benchEvents, bodiesOf } from './events.ts';
import { logCensus, untilAppended } from './log-census.ts';
import { send } from './sender.ts';
import { appendingAtOnce, startBenchStack } from './stack.ts';

/** How fast events get from HTTP into the usage log. */
export interface Speed {
  readonly eventsPerRequest: number;
  readonly events: number;
  /** From the first request until the events queue is empty. */
  readonly eventsPerSecond: number;
  readonly acceptedPerSecond: number;
  readonly latencyMsP50: number;
  readonly latencyMsP99: number;
}

export interface Load {
  readonly eventsPerRequest: number;
  readonly events: number;
}

/** Fewer where a request carries little: the same seconds, not the same events. */
export const allLoads: readonly Load[] = [
  { eventsPerRequest: 1, events: 4_000 },
  { eventsPerRequest: 10, events: 30_000 },
  { eventsPerRequest: 100, events: 150_000 },
  { eventsPerRequest: 500, events: 300_000 },
];
const CONNECTIONS = 8;

/** Each load on a stack of its own, in memory, after a warm-up. Throws unless the log has every event exactly once. */
export async function measureSpeed(
  loads: readonly Load[],
  say: (line: string) => void,
): Promise<Speed[]> {
  const results: Speed[] = [];
  for (const { eventsPerRequest, events } of loads) {
    say(`speed: ${events} events, ${eventsPerRequest} a request`);
    const stack = await startBenchStack({ settings: appendingAtOnce, countCalls: false });
    const { runtime, apiKey } = stack;
    const from = Date.now() - 3_600_000;
    const bodies = (count: number, seed: number) =>
      bodiesOf(benchEvents({ count, from, perSecond: 1_000, seed }), eventsPerRequest);
    const order = { url: runtime.url, apiKey, connections: CONNECTIONS };
    const warmUp = Math.ceil(events / 10);
    await send({ ...order, bodies: bodies(warmUp, 1) });
    await untilAppended(runtime);

    const started = performance.now();
    const sent = await send({ ...order, bodies: bodies(events, 2) });
    await untilAppended(runtime);
    const seconds = (performance.now() - started) / 1000;

    const census = await logCensus(runtime);
    if (census.events !== events + warmUp) {
      throw new Error(`expected ${events + warmUp} events in the log, got ${census.events}`);
    }
    results.push({
      eventsPerRequest,
      events,
      eventsPerSecond: events / seconds,
      acceptedPerSecond: (sent.accepted / sent.milliseconds) * 1000,
      latencyMsP50: sent.latencyMsP50,
      latencyMsP99: sent.latencyMsP99,
    });
    await stack.close();
  }
  return results;
}
