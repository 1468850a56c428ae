import { setTimeout as sleep } from 'node:timers/promises';
import { type FunctionWait, type Workplaces, waitsOf } from './waits.ts';

/** What is waited for; a message that is delayed may be for minutes. */
export interface IdleQuestion {
  readonly delayed: boolean;
  /** Told about once a second what is waited for. */
  readonly onWait?: (waits: readonly FunctionWait[]) => void;
}

const lookAgainMs = 25;
const tellEveryMs = 1_000;

/**
 * Resolves when no function runs and no queue with an event source has a message: visible, in flight or, unless that is
 * not asked for, delayed. A function can send to a queue after that queue was looked at, so it takes two empty looks
 * with no invocation begun in between.
 */
export async function untilIdle(
  places: Workplaces,
  question: IdleQuestion = { delayed: true },
): Promise<void> {
  let toldAt = performance.now();
  for (;;) {
    const before = begun(places);
    const isIdle =
      !(await isBusy(places, question)) &&
      !(await isBusy(places, question)) &&
      begun(places) === before;
    if (isIdle) return;
    if (question.onWait !== undefined && performance.now() - toldAt >= tellEveryMs) {
      toldAt = performance.now();
      question.onWait(await waitsOf(places));
    }
    await sleep(lookAgainMs);
  }
}

const begun = ({ functions }: Workplaces): number =>
  functions.all.reduce((total, pool) => total + pool.started(), 0);

async function isBusy(places: Workplaces, question: IdleQuestion): Promise<boolean> {
  const { functions, eventSources, scheduler, stack } = places;
  if (functions.all.some((pool) => pool.pending() > 0)) return true;
  if (functions.pendingLater() > 0 || scheduler.pending() > 0) return true;
  if (eventSources.some((source) => source.pending() > 0)) return true;
  const backlog = await places.sqs.backlog();
  const polled = new Set(stack.eventSources.map(({ queueArn }) => queueArn));
  return stack.queues
    .filter(({ arn }) => polled.has(arn))
    .some(({ name }) => {
      const { visible, delayed, inFlight } = backlog.get(name) ?? {
        visible: 0,
        delayed: 0,
        inFlight: 0,
      };
      return visible + inFlight + (question.delayed ? delayed : 0) > 0;
    });
}
