import { patientBackoff, waitMs } from '../backoff.ts';
import { type ClientEnvironment, wait } from '../environment.ts';
import { inTime } from '../in-time.ts';
import { type Ask, asking, json, type Question, type WholeReaderSettings } from '../read/ask.ts';
import { ConnectionError, FarthingError, GatewayError, ProblemError } from '../read/errors.ts';
import type { WholeGateSettings } from './settings.ts';

/** Asks while a request waits, and later, when none does. */
export interface GateAsk {
  /** Asked again a few times, for `timeoutMs` in all. */
  now<Value>(question: Question): Promise<Value>;
  /** Asked again with patience, for about an hour and a half. */
  later<Value>(question: Question): Promise<Value>;
}

const quickBackoff = { baseMs: 100, waitMaxMs: 1_000 };
const LATER_ATTEMPTS = 360;

export function gateAsk(settings: WholeGateSettings, environment: ClientEnvironment): GateAsk {
  const { target, fetch, timeoutMs } = settings;
  const base = { ...target, fetch, backoff: patientBackoff, signal: undefined };
  // An answer that was lost leaves time to ask for it once more.
  const once: WholeReaderSettings = {
    ...base,
    attemptsMax: 1,
    timeoutMs: Math.ceil(timeoutMs / 2),
  };
  const patient: WholeReaderSettings = { ...base, attemptsMax: LATER_ATTEMPTS, timeoutMs: 30_000 };
  const askOnce = asking(once, environment);
  const askPatiently = asking(patient, environment);
  return {
    now: <Value>(question: Question) =>
      inTime(environment, { timeoutMs }, (signal) =>
        untilAnswered<Value>({ ask: askOnce, environment, signal }, question, once),
      ).catch((error: unknown) => {
        if (error instanceof FarthingError) throw error;
        throw new ConnectionError(`cannot reach ${target.url} in ${timeoutMs} ms`, {
          cause: error,
        });
      }),
    later: (question) => askPatiently(question, (answer) => json(answer, patient)),
  };
}

async function untilAnswered<Value>(
  parts: {
    readonly ask: Ask;
    readonly environment: ClientEnvironment;
    readonly signal: AbortSignal;
  },
  question: Question,
  settings: WholeReaderSettings,
): Promise<Value> {
  const { ask, environment, signal } = parts;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask(question, (answer) => json<Value>(answer, settings));
    } catch (error) {
      if (!isUnknown(error) || signal.aborted) throw error;
    }
    const random = environment.random();
    await wait(environment, waitMs(quickBackoff, { attempt, random, askedMs: 0 }), signal);
    signal.throwIfAborted();
  }
}

/** Whether it may be done or not, or may pass later: a lost answer, 429 and 5xx. */
export const isUnknown = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  ((error instanceof GatewayError || error instanceof ProblemError) &&
    (error.status === 429 || error.status >= 500));

/** A key that is none any more: the site is not set up, whoever asks. */
export const isKeyRefused = (error: unknown): boolean =>
  (error instanceof GatewayError || error instanceof ProblemError) &&
  (error.status === 401 || error.status === 403);

/**
 * What was refused is what the site says of the price, such as a meter that there is not. It has no status: frameworks
 * answer with that of an error, and whoever asked the site would be told 404 for a page that there is.
 */
export const misconfigured = (cause: unknown): FarthingError =>
  new FarthingError(
    `the gate of this site asks what is refused: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
