import type { CallCounts } from '../local/runtime.ts';
import { benchEvents, bodiesOf } from './events.ts';
import { type Front, urlOf } from './fronts.ts';
import { logCensus } from './log-census.ts';
import { type Charges, charged, scaled, totalOf } from './priced.ts';
import { send } from './sender.ts';
import { startBenchStack } from './stack.ts';

/** What a million events cost, in US dollars, by what is charged. */
export interface Cost {
  readonly front: Front;
  readonly eventsPerRequest: number;
  readonly events: number;
  readonly perMillion: Charges;
  readonly totalPerMillion: number;
  /** Write units an event. */
  readonly writeUnits: { readonly usageLog: number; readonly totals: number };
  readonly eventsPerBlock: number;
  readonly bytesPerEvent: number;
  /** What a web function did of its own, for which no price is known. */
  readonly unpriced?: {
    readonly requestsPerMillion: number;
    readonly cpuSecondsPerMillion: number;
  };
}

const EVENTS_PER_SECOND = 1_000;
const CONNECTIONS = 64;

/** A stream of events, and what takes it. */
export interface CostLoad {
  readonly eventsPerRequest: number;
  readonly front: Front;
  readonly seconds: number;
}

/**
 * Plays a stream of 1,000 events a second, in real time, into a stack with the settings of a deployment, and prices the
 * calls that it made.
 */
export async function measureCost(
  { eventsPerRequest, front, seconds }: CostLoad,
  say: (line: string) => void,
): Promise<Cost> {
  const count = EVENTS_PER_SECOND * seconds;
  say(`cost: ${count} events in ${seconds} s, ${eventsPerRequest} a request, ${front}`);
  const settings = front === 'http-api' ? {} : { 'farthing:front': front };
  const stack = await startBenchStack({ settings, countCalls: true });
  const { runtime, apiKey } = stack;
  await runtime.resetCalls();
  const events = benchEvents({ count, from: Date.now(), perSecond: EVENTS_PER_SECOND, seed: 3 });
  const sent = await send({
    url: urlOf(runtime, front),
    apiKey,
    bodies: bodiesOf(events, eventsPerRequest),
    connections: CONNECTIONS,
    perSecond: EVENTS_PER_SECOND / eventsPerRequest,
  });
  await runtime.idle();
  const calls = await runtime.calls();
  const census = await logCensus(runtime);
  await stack.close();
  if (sent.accepted !== count || census.events !== count) {
    throw new Error(`expected ${count} events, accepted ${sent.accepted}, found ${census.events}`);
  }
  return priced(calls, { front, eventsPerRequest, count, census });
}

function priced(
  calls: CallCounts,
  run: {
    readonly front: Front;
    readonly eventsPerRequest: number;
    readonly count: number;
    readonly census: { readonly blocks: number; readonly bytes: number };
  },
): Cost {
  const writeUnitsOf = (name: string): number =>
    Object.entries(calls.dynamodb)
      .filter(([path]) => path.includes(name))
      .reduce((sum, [, { writeUnits }]) => sum + writeUnits, 0);
  const perMillion = scaled(charged(calls), { per: 1_000_000, many: run.count });
  return {
    front: run.front,
    eventsPerRequest: run.eventsPerRequest,
    events: run.count,
    perMillion,
    totalPerMillion: totalOf(perMillion),
    writeUnits: {
      usageLog: writeUnitsOf('UsageLog') / run.count,
      totals: writeUnitsOf('Totals') / run.count,
    },
    eventsPerBlock: run.count / run.census.blocks,
    bytesPerEvent: run.census.bytes / run.count,
    ...(run.front === 'http-api' ? {} : { unpriced: unpricedOf(calls, run) }),
  };
}

function unpricedOf(
  { webFunctions }: CallCounts,
  { eventsPerRequest, count }: { readonly eventsPerRequest: number; readonly count: number },
) {
  const cpuMs = Object.values(webFunctions).reduce((sum, one) => sum + one.cpuMilliseconds, 0);
  return {
    requestsPerMillion: 1_000_000 / eventsPerRequest,
    cpuSecondsPerMillion: (cpuMs / 1000 / count) * 1_000_000,
  };
}
