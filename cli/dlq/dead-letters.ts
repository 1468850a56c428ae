/** The queues that have dead letters, as the runbook calls them. */
export const queueNames = [
  'Events',
  'Touched',
  'Backfill',
  'Billing',
  'Announced',
  'Webhooks',
  'Rails',
  'Earnings',
  'Exports',
  'Drops',
] as const;
export type QueueName = (typeof queueNames)[number];

/** A message that was tried five times in vain. Times are in milliseconds since 1970. */
export interface DeadLetter {
  readonly queue: QueueName;
  /** The queue's id of the message, which a redrive changes. */
  readonly id: string;
  readonly body: string;
  /** When it was put on its queue. */
  readonly queuedAt: number;
  /** When somebody received it first; undefined where the queue does not say. */
  readonly triedAt: number | undefined;
  /** How often it was received: tries, and looks at it since. */
  readonly receives: number;
  /** When the queue deletes it by its age. */
  readonly keptUntil: number;
  /** Names this receiving of it. */
  readonly receipt: string;
}

/** The dead letters of one queue. */
export interface DeadLetterQueue {
  readonly name: QueueName;
  /** About how many there are, those that somebody has just received included. */
  count(): Promise<number>;
  /** Up to ten that nobody has received, hidden from others for so long; none: there are no more. */
  receive(hiddenSeconds: number): Promise<readonly DeadLetter[]>;
  /** Lets others see them again at once. */
  giveBack(letters: readonly DeadLetter[]): Promise<void>;
  /**
   * Puts a message on the queue that it came from, then deletes the letter. Whoever dies in between leaves it in both:
   * what works it off bears a message twice. Rejects when the queue did not take it: then the letter is still there.
   * Resolves with the id that the message has now.
   */
  redrive(letter: DeadLetter): Promise<string>;
}

/** Long enough to look through what SQS hides at a time; after that, whoever died over it is not waited for. */
const hiddenSeconds = 300;

/** Up to `limit` letters of a queue, the oldest first; others see them again when it resolves. */
export async function lettersIn(
  queue: DeadLetterQueue,
  limit: number,
): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  try {
    while (letters.length < limit) {
      const received = await queue.receive(hiddenSeconds);
      if (received.length === 0) break;
      letters.push(...received);
    }
  } finally {
    await queue.giveBack(letters);
  }
  return letters.slice(0, limit).toSorted((a, b) => a.queuedAt - b.queuedAt);
}

/** What became of a redrive. */
export interface RedriveResult {
  readonly redriven: number;
  /** Why letters stay where they are. */
  readonly failures: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Redrives the letters of a queue that `isWanted` wants, up to `limit`. One that comes back meanwhile, as what it
 * failed of is still there, stays.
 */
export async function redriveFrom(
  queue: DeadLetterQueue,
  {
    isWanted,
    limit,
    onRedriven,
  }: {
    readonly isWanted: (letter: DeadLetter) => boolean;
    readonly limit: number;
    readonly onRedriven: () => void;
  },
): Promise<RedriveResult> {
  const left: DeadLetter[] = [];
  const failures: { readonly id: string; readonly reason: string }[] = [];
  const sent = new Set<string>();
  const redriveOne = async (letter: DeadLetter): Promise<void> => {
    try {
      sent.add(await queue.redrive(letter));
      onRedriven();
    } catch (error) {
      left.push(letter);
      failures.push({ id: letter.id, reason: String(error) });
    }
  };
  try {
    while (sent.size + failures.length < limit) {
      const received = await queue.receive(hiddenSeconds);
      if (received.length === 0) break;
      const wanted = received
        .filter((letter) => !sent.has(letter.id) && isWanted(letter))
        .slice(0, limit - sent.size - failures.length);
      left.push(...received.filter((letter) => !wanted.includes(letter)));
      await Promise.all(wanted.map(redriveOne));
    }
  } finally {
    await queue.giveBack(left);
  }
  return { redriven: sent.size, failures };
}
