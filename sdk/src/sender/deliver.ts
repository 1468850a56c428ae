import { waitMs } from '../backoff.ts';
import { type ClientEnvironment, wait } from '../environment.ts';
import { type PostOutcome, post } from './post.ts';
import type { WholeSettings } from './settings.ts';
import type { Told } from './told.ts';

/** What deliveries of a sender have in common. */
export interface Delivery {
  readonly settings: WholeSettings;
  readonly environment: ClientEnvironment;
  readonly told: Told;
  /** Aborted when the sender gives up. */
  readonly stop: AbortSignal;
  /** Until when the service has asked for no request, in milliseconds since 1970. */
  notBefore: number;
}

/**
 * Sends events until each is judged: accepted, or rejected and told. Resolves to those that are not, which is so only
 * where the sender gave up; whether they arrived is then not known.
 */
export async function deliver(
  delivery: Delivery,
  texts: readonly string[],
): Promise<readonly string[]> {
  const { settings, environment, told, stop } = delivery;
  // It is aborted meanwhile, which its type does not say.
  const isOver = (): boolean => stop.aborted;
  for (let attempt = 1; !isOver(); attempt += 1) {
    await untilAllowed(delivery);
    if (isOver()) break;
    const outcome = await post(settings, environment, texts, stop);
    if (outcome.kind === 'judged') return afterJudgement(delivery, texts, outcome);
    if (outcome.kind === 'refused') return takenApart(delivery, texts, outcome);
    if (isOver()) break;
    const { kind: _kind, askedMs, ...failure } = outcome;
    const pause = waitMs(settings.backoff, { attempt, random: environment.random(), askedMs });
    if (askedMs > 0) {
      delivery.notBefore = Math.max(delivery.notBefore, environment.now() + askedMs);
    }
    told.failure({ ...failure, attempt, waitMs: pause, events: texts.length });
    await wait(environment, pause, stop);
  }
  return texts;
}

/** What the service asks one request to wait for, it asks all. */
async function untilAllowed({ settings, environment, stop, notBefore }: Delivery): Promise<void> {
  const early = notBefore - environment.now();
  const jitter = environment.random() * settings.backoff.baseMs;
  if (early > 0) await wait(environment, early + jitter, stop);
}

async function afterJudgement(
  delivery: Delivery,
  texts: readonly string[],
  { rejections, unjudged }: Extract<PostOutcome, { kind: 'judged' }>,
): Promise<readonly string[]> {
  const judged = new Set<number>();
  for (const { index, ...rejection } of rejections) {
    judged.add(index);
    delivery.told.drop({ reason: 'rejected', ...rejection }, texts[index]);
  }
  return unjudged
    ? deliver(
        delivery,
        texts.filter((_, index) => !judged.has(index)),
      )
    : [];
}

/** What is refused as a whole is halved, until what spoils it stands alone. */
async function takenApart(
  delivery: Delivery,
  texts: readonly string[],
  { code, detail }: Extract<PostOutcome, { kind: 'refused' }>,
): Promise<readonly string[]> {
  if (texts.length === 1) {
    delivery.told.drop({ reason: 'rejected', code, detail }, texts[0]);
    return [];
  }
  const middle = Math.ceil(texts.length / 2);
  const unsent = await deliver(delivery, texts.slice(0, middle));
  return [...unsent, ...(await deliver(delivery, texts.slice(middle)))];
}
