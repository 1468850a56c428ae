import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Delivery, SimulatedQueue } from './queue.ts';
import type { BatchHandler, Surroundings } from './run-context.ts';
import { Process } from './scheduler.ts';

export interface EventSourceOptions {
  readonly queue: SimulatedQueue;
  /** Makes the handler of a new sandbox, at its cold start. */
  readonly coldStart: (process: Process) => BatchHandler;
  readonly sandboxes: number;
  readonly batchSizeMax: number;
  /** Told what is about to be deleted from the queue, and why that is right. */
  readonly onDelete: (delivery: Delivery) => void;
  /** Told of every batch before the function gets it. */
  readonly onBatch: (deliveries: readonly Delivery[]) => void;
  /** Told of what a function says that it is done with. */
  readonly onSettled?: (delivery: Delivery) => void;
  /** Told when a function learns that its time runs short. */
  readonly onShort: () => void;
}

/** How an event source treats a batch that did not all succeed. */
export type Acknowledgement = 'what succeeded' | 'everything' | 'everything, first';

const TIMEOUT_MS = 60_000;
const SHORT_AFTER_STEPS_MAX = 40;

interface Sandbox {
  readonly process: Process;
  readonly handle: BatchHandler;
  isBusy: boolean;
}

/**
 * Hands a queue's messages to a function, in batches, to several sandboxes at once; a sandbox lives until it crashes.
 */
export class EventSource {
  readonly #world: Surroundings;
  readonly #options: EventSourceOptions;
  readonly #acknowledgement: Acknowledgement;
  #sandboxes: Sandbox[] = [];
  #started = 0;

  constructor(world: Surroundings, options: EventSourceOptions, acknowledgement: Acknowledgement) {
    this.#world = world;
    this.#options = options;
    this.#acknowledgement = acknowledgement;
  }

  get isBusy(): boolean {
    return this.#sandboxes.some(({ isBusy }) => isBusy);
  }

  /** Whether there is a message and somebody to take it. */
  get canInvoke(): boolean {
    const { sandboxes } = this.#options;
    const isFree =
      this.#sandboxes.length < sandboxes || this.#sandboxes.some(({ isBusy }) => !isBusy);
    return isFree && this.#queue.visible(this.#world.scheduler.now).length > 0;
  }

  /** Starts one invocation. */
  invoke(): void {
    const { dice, journal, scheduler } = this.#world;
    const sandbox = this.#freeSandbox();
    const max = dice.between(1, this.#options.batchSizeMax);
    const batch = this.#queue.receive(sandbox.process, max, scheduler.now, dice);
    for (const delivery of batch) {
      if (this.#queue.deliveriesOf(delivery) > 1) journal.reached('redelivery');
    }
    this.#options.onBatch(batch);
    sandbox.isBusy = true;
    void this.#run(sandbox, batch);
  }

  /** A message's visibility timeout runs out, while its consumer may be at it still. */
  redeliverOne(): void {
    const { dice, journal } = this.#world;
    const [message] = dice.shuffled(this.#queue.inFlight());
    if (message === undefined) return;
    if (message.holder?.isAlive === true)
      journal.reached('redelivery while the first consumer runs');
    this.#queue.release(message.messageId);
  }

  /** The visibility timeouts run out of those messages that nobody is at any more. */
  releaseAbandoned(): void {
    const busy = new Set(
      this.#sandboxes.filter(({ isBusy }) => isBusy).map(({ process }) => process),
    );
    for (const { messageId, holder } of this.#queue.inFlight()) {
      if (holder === undefined || !busy.has(holder)) this.#queue.release(messageId);
    }
  }

  get #queue() {
    return this.#options.queue;
  }

  #freeSandbox(): Sandbox {
    const free = this.#world.dice.shuffled(this.#sandboxes.filter(({ isBusy }) => !isBusy))[0];
    const isFull = this.#sandboxes.length >= this.#options.sandboxes;
    if (free !== undefined && (isFull || this.#world.dice.chance(0.6))) {
      this.#world.journal.reached('warm function');
      return free;
    }
    this.#started += 1;
    const process = new Process(`${this.#queue.name}-consumer-${this.#started}`);
    const sandbox = { process, handle: this.#options.coldStart(process), isBusy: false };
    this.#sandboxes.push(sandbox);
    process.onDeath(() => {
      this.#sandboxes = this.#sandboxes.filter((other) => other !== sandbox);
    });
    return sandbox;
  }

  async #run(sandbox: Sandbox, batch: readonly Delivery[]): Promise<void> {
    const { journal } = this.#world;
    journal.note(
      () =>
        `${this.#world.scheduler.now} ${sandbox.process.name} begins ${batch.map(({ messageId }) => messageId).join(' ')}`,
    );
    if (this.#acknowledgement === 'everything, first') this.#delete(batch);
    const settled = await sandbox
      .handle(sqsEventOf(batch), this.#context())
      .catch((error: unknown) => {
        journal.note(() => `${sandbox.process.name} threw ${String(error)}`);
        return [];
      });
    const failed = batch.filter((_, index) => settled[index]?.status !== 'fulfilled');
    const succeeded = batch.filter((_, index) => settled[index]?.status === 'fulfilled');
    for (const delivery of succeeded) this.#options.onSettled?.(delivery);
    if (failed.length > 0 && succeeded.length > 0) journal.reached('partial batch failure');
    this.#delete(this.#acknowledgement === 'what succeeded' ? succeeded : batch);
    sandbox.isBusy = false;
  }

  /** A context whose time runs short at some step, if it does. */
  #context(): Pick<Context, 'getRemainingTimeInMillis'> {
    const { dice, network, scheduler } = this.#world;
    const isShort = dice.chance(network.faults.shortOfTime);
    const end = isShort
      ? scheduler.now + dice.below(SHORT_AFTER_STEPS_MAX)
      : Number.POSITIVE_INFINITY;
    return {
      getRemainingTimeInMillis: () => {
        if (scheduler.now < end) return TIMEOUT_MS;
        this.#options.onShort();
        return 0;
      },
    };
  }

  #delete(deliveries: readonly Delivery[]): void {
    const { dice, journal, network } = this.#world;
    for (const delivery of deliveries) {
      // With an old receipt SQS may delete or not.
      if (!this.#queue.isLast(delivery) && dice.chance(0.5)) continue;
      if (dice.chance(network.faults.deleteLost)) {
        journal.reached('deletion lost');
        continue;
      }
      this.#options.onDelete(delivery);
      this.#queue.delete(delivery);
    }
  }
}

const sqsEventOf = (batch: readonly Delivery[]): SQSEvent => ({ Records: batch.map(recordOf) });

const recordOf = ({ messageId, receipt, body }: Delivery): SQSRecord => ({
  messageId,
  receiptHandle: String(receipt),
  body,
  attributes: {
    ApproximateReceiveCount: String(receipt),
    SentTimestamp: '0',
    SenderId: 'simulation',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:simulation',
  awsRegion: 'us-east-1',
});
