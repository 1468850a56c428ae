import type { CallCounts } from '../local/runtime.ts';
import { benchEvents, bodiesOf } from './events.ts';
import { logCensus } from './log-census.ts';
import { lambdaMbPerProcessor, prices } from './prices.ts';
import { send } from './sender.ts';
import { startBenchStack } from './stack.ts';

/** What a million events cost, in US dollars, by what is charged. */
export interface Cost {
  readonly eventsPerRequest: number;
  readonly events: number;
  readonly perMillion: {
    readonly httpApi: number;
    readonly lambdaRequests: number;
    readonly lambdaTime: number;
    readonly sqs: number;
    readonly dynamoDbWrites: number;
    readonly dynamoDbReads: number;
  };
  readonly totalPerMillion: number;
  /** Write units an event. */
  readonly writeUnits: { readonly usageLog: number; readonly totals: number };
  readonly eventsPerBlock: number;
  readonly bytesPerEvent: number;
}

const EVENTS_PER_SECOND = 1_000;
const CONNECTIONS = 64;

/**
 * Plays a stream of 1,000 events a second, in real time, into a stack with the settings of a deployment, and prices the
 * calls that it made.
 */
export async function measureCost(
  eventsPerRequest: number,
  seconds: number,
  say: (line: string) => void,
): Promise<Cost> {
  const count = EVENTS_PER_SECOND * seconds;
  say(`cost: ${count} events in ${seconds} s, ${eventsPerRequest} a request`);
  const stack = await startBenchStack({ settings: {}, countCalls: true });
  const { runtime, apiKey } = stack;
  await runtime.resetCalls();
  const events = benchEvents({ count, from: Date.now(), perSecond: EVENTS_PER_SECOND, seed: 3 });
  const sent = await send({
    url: runtime.url,
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
  return priced(calls, { eventsPerRequest, count, census });
}

function priced(
  calls: CallCounts,
  run: {
    readonly eventsPerRequest: number;
    readonly count: number;
    readonly census: { readonly blocks: number; readonly bytes: number };
  },
): Cost {
  const functions = Object.values(calls.lambda);
  const tables = Object.entries(calls.dynamodb);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const sqsUnits = sum(
    Object.values(calls.sqs).flatMap((operations) =>
      Object.entries(operations)
        .filter(([operation]) => isCharged(operation))
        .map(([, { units }]) => units),
    ),
  );
  const gbSeconds = sum(
    functions.map(
      ({ milliseconds, memoryMb }) =>
        (milliseconds / 1000) * (Math.max(memoryMb, lambdaMbPerProcessor) / 1024),
    ),
  );
  const writeUnitsOf = (name: string): number =>
    sum(tables.filter(([path]) => path.includes(name)).map(([, { writeUnits }]) => writeUnits));
  const perMillion = {
    httpApi: calls.httpApi.units * prices.httpApiPerMillionUnits,
    lambdaRequests:
      sum(functions.map(({ invocations }) => invocations)) * prices.lambdaPerMillionRequests,
    lambdaTime: gbSeconds * prices.lambdaPerGbSecond * 1_000_000,
    sqs: sqsUnits * prices.sqsPerMillionUnits,
    dynamoDbWrites:
      sum(tables.map(([, { writeUnits }]) => writeUnits)) * prices.dynamoDbPerMillionWriteUnits,
    dynamoDbReads:
      sum(tables.map(([, { readUnits }]) => readUnits)) * prices.dynamoDbPerMillionReadUnits,
  };
  const scaled = Object.fromEntries(
    Object.entries(perMillion).map(([what, micros]) => [what, micros / run.count]),
  ) as Cost['perMillion'];
  return {
    eventsPerRequest: run.eventsPerRequest,
    events: run.count,
    perMillion: scaled,
    totalPerMillion: sum(Object.values(scaled)),
    writeUnits: {
      usageLog: writeUnitsOf('UsageLog') / run.count,
      totals: writeUnitsOf('Totals') / run.count,
    },
    eventsPerBlock: run.count / run.census.blocks,
    bytesPerEvent: run.census.bytes / run.count,
  };
}

/** What the runtime asks by itself to see whether a queue is idle, nobody pays for. */
const isCharged = (operation: string): boolean => operation !== 'GetQueueAttributes';
