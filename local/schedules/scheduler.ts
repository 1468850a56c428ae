import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RuntimeClock } from '../clock.ts';
import type { Functions } from '../lambda/functions.ts';
import type { ScheduleDefinition, TargetDefinition } from '../template/schedules.ts';
import { scheduleTimes } from './expression.ts';

/** The stack's schedules, being watched. */
export interface Scheduler {
  /** Deliveries that are not done yet. */
  pending(): number;
  close(): void;
}

/** How schedules are run. */
export interface SchedulerOptions {
  readonly definitions: readonly ScheduleDefinition[];
  readonly clock: RuntimeClock;
  readonly functions: Functions;
  readonly account: string;
  readonly region: string;
  /** Sends to a queue by its ARN; rejects when it cannot. */
  send(queueArn: string, body: string): Promise<void>;
  readonly onLog: (line: string) => void;
}

const tickMs = 500;
const retryDelayMs = 1_000;
/** AWS tries for a day; whoever waits here does not. */
const retriesMax = 5;

/**
 * Fires what the clock passed since the last look. A schedule fires once however many of its times a jump went over:
 * for the latest. Moving the clock back fires nothing, and what it then passes again, it fires again. Moving it quietly
 * fires nothing either.
 */
export function startScheduler(options: SchedulerOptions): Scheduler {
  const { clock, onLog } = options;
  const schedules = options.definitions.map((definition) => ({
    definition,
    times: scheduleTimes(definition.expression, definition.timeZone),
  }));
  const closing = new AbortController();
  let seenUntil = clock.now();
  let pending = 0;

  const fire = (definition: ScheduleDefinition, at: number): void => {
    for (const target of definition.targets) {
      pending += 1;
      deliver(definition, target, at, options, closing.signal)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) onLog(`${definition.path}: ${String(error)}`);
        })
        .finally(() => {
          pending -= 1;
        });
    }
  };
  const look = (): void => {
    const now = clock.now();
    for (const { definition, times } of schedules) {
      const at = times.lastWithin(seenUntil, now);
      if (at !== undefined) fire(definition, at);
    }
    seenUntil = now;
  };
  clock.onMove(({ quietly }) => {
    if (quietly) seenUntil = clock.now();
    else look();
  });
  const timer = setInterval(look, tickMs);
  return {
    pending: () => pending,
    close: () => {
      clearInterval(timer);
      closing.abort();
    },
  };
}

async function deliver(
  definition: ScheduleDefinition,
  target: TargetDefinition,
  at: number,
  options: SchedulerOptions,
  closing: AbortSignal,
): Promise<void> {
  const retries = Math.min(target.retriesMax, retriesMax);
  for (let attempt = 1; ; attempt++) {
    const payload = payloadOf(definition, target, at, attempt, options);
    try {
      await deliverOnce(target.arn, payload, options);
      return;
    } catch (error) {
      if (attempt <= retries) {
        await sleep(retryDelayMs, undefined, { signal: closing });
        continue;
      }
      if (target.deadLetterArn !== undefined) await options.send(target.deadLetterArn, payload);
      throw error;
    }
  }
}

/** A function has got its event when Lambda took it: what becomes of it is the function's own settings' business. */
async function deliverOnce(arn: string, payload: string, options: SchedulerOptions): Promise<void> {
  if (arn.startsWith('arn:aws:sqs:')) {
    await options.send(arn, payload);
    return;
  }
  const pool = options.functions.find(arn);
  if (pool === undefined) throw new Error(`${arn} is neither a queue nor a function of this stack`);
  options.functions.invokeLater(pool, payload);
}

function payloadOf(
  definition: ScheduleDefinition,
  target: TargetDefinition,
  at: number,
  attempt: number,
  { account, region }: SchedulerOptions,
): string {
  const time = new Date(at).toISOString().replace('.000Z', 'Z');
  if (target.input !== undefined) {
    return target.input
      .replaceAll('<aws.scheduler.schedule-arn>', definition.arn)
      .replaceAll('<aws.scheduler.scheduled-time>', time)
      .replaceAll('<aws.scheduler.execution-id>', randomUUID())
      .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
  }
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: definition.source === 'events' ? 'aws.events' : 'aws.scheduler',
    account,
    time,
    region,
    resources: [definition.arn],
    detail: definition.source === 'events' ? {} : '{}',
  });
}
