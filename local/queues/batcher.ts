/** When a batch is closed. */
export interface BatchLimits {
  readonly countMax: number;
  readonly bytesMax: number;
  /** A batch waits so long for more, counted from its first message. */
  readonly windowMs: number;
}

/** Collects messages into batches. */
export interface Batcher<Message> {
  add(message: Message, bytes: number): void;
  /** Messages in the batch that is open. */
  readonly open: number;
  /** Closes the open batch now, if there is anything in it. */
  flush(): void;
  /** Takes the open batch back, without handing it on. */
  drop(): readonly Message[];
}

/** Hands each closed batch to `close`. With a window of zero whoever adds decides when to flush. */
export function batcher<Message>(
  limits: BatchLimits,
  close: (batch: readonly Message[]) => void,
): Batcher<Message> {
  let batch: Message[] = [];
  let batchBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const drop = (): readonly Message[] => {
    clearTimeout(timer);
    timer = undefined;
    const dropped = batch;
    batch = [];
    batchBytes = 0;
    return dropped;
  };
  const flush = (): void => {
    const closed = drop();
    if (closed.length > 0) close(closed);
  };
  return {
    get open() {
      return batch.length;
    },
    flush,
    drop,
    add: (message, bytes) => {
      if (batchBytes + bytes > limits.bytesMax) flush();
      batch.push(message);
      batchBytes += bytes;
      if (batch.length >= limits.countMax) {
        flush();
        return;
      }
      if (limits.windowMs > 0) timer ??= setTimeout(flush, limits.windowMs);
    },
  };
}
