import { setTimeout as sleep } from 'node:timers/promises';

/** How messages are received. */
export interface ReceiversOptions {
  /** Receives up to ten messages, waiting so long for the first; resolves with how many came. */
  receive(waitSeconds: number): Promise<number>;
  /** How many come when there are more where they came from. */
  readonly fullCount: number;
  /** How long to let messages gather after a receive that brought few, in milliseconds. */
  gatherMs(): number;
  /** True while there is no room for more. */
  isFull(): boolean;
  readonly closing: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** Receivers at work. */
export interface Receivers {
  /** There is room again, or they are to close. */
  resume(): void;
}

/** Receives at a time, when messages come faster than one receive after the other brings them. */
const receiversMax = 6;
const longPollSeconds = 20;
const retryDelayMs = 1_000;

/**
 * Keeps one receiver waiting for messages. While it gets as many as it can take, more join it, and leave when they get
 * fewer: an idle queue costs one call in twenty seconds, and a steady trickle no call for each message.
 */
export function startReceivers(options: ReceiversOptions): Receivers {
  const { closing } = options;
  let extra = 0;
  let paused: (() => void)[] = [];

  const receive = async (waitSeconds: number): Promise<number> => {
    if (options.isFull()) await new Promise<void>((resolve) => paused.push(resolve));
    if (closing.aborted) return 0;
    const count = await options.receive(waitSeconds);
    if (count >= options.fullCount) join();
    return count;
  };
  const join = (): void => {
    if (extra >= receiversMax - 1) return;
    extra += 1;
    void help().finally(() => {
      extra -= 1;
    });
  };
  const help = async (): Promise<void> => {
    while ((await attempt(() => receive(0), options)) >= options.fullCount);
  };
  const keepWaiting = async (): Promise<void> => {
    while (!closing.aborted) {
      const count = await attempt(() => receive(longPollSeconds), options);
      if (count < options.fullCount) await pause(options.gatherMs(), closing);
    }
  };
  void keepWaiting();
  return {
    resume: () => {
      const resumed = paused;
      paused = [];
      for (const resolve of resumed) resolve();
    },
  };
}

/** Failing is said, and followed by a pause; it counts as having received nothing. */
async function attempt(
  receive: () => Promise<number>,
  { closing, onError }: ReceiversOptions,
): Promise<number> {
  try {
    return await receive();
  } catch (error) {
    if (closing.aborted) return 0;
    onError(error);
    await pause(retryDelayMs, closing);
    return 0;
  }
}

async function pause(ms: number, closing: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal: closing }).catch(() => undefined);
}
