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
  /** Those that the service has asked for, until each is over. No clock tells that: it may be set back meanwhile. */
  readonly pauses: Set<Promise<void>>;
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
    switch (outcome.kind) {
      case 'judged':
        for (const { index, ...rejection } of outcome.rejections) {
          told.drop({ reason: 'rejected', ...rejection }, texts[index]);
        }
        return [];
      case 'refused':
        return takenApart(delivery, texts, outcome);
      case 'again':
        if (!isOver()) await untilAgain(delivery, texts, attempt, outcome);
    }
  }
  return texts;
}

/** What the service asks one request to wait for, it asks all. */
async function untilAllowed({ pauses, settings, environment, stop }: Delivery): Promise<void> {
  if (pauses.size === 0) return;
  await Promise.all(pauses);
  await wait(environment, environment.random() * settings.backoff.baseMs, stop);
}

async function untilAgain(
  { settings, environment, told, stop, pauses }: Delivery,
  texts: readonly string[],
  attempt: number,
  { askedMs, ...failure }: Extract<PostOutcome, { kind: 'again' }>,
): Promise<void> {
  const pause = waitMs(settings.backoff, { attempt, random: environment.random(), askedMs });
  if (askedMs > 0) {
    const asked = wait(environment, askedMs, stop);
    pauses.add(asked);
    void asked.then(() => pauses.delete(asked));
  }
  told.failure({ ...failure, kind: 'request', attempt, waitMs: pause, events: texts.length });
  await wait(environment, pause, stop);
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
