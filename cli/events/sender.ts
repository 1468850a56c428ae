import { Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { listAt, numberAt, textAt } from '../http/json.ts';
import { ProblemFailure } from '../http/problem.ts';
import { counted } from '../output/numbers.ts';
import { type Batch, batchOf } from './batches.ts';

/** An event the service would not take. */
export interface RejectedEvent {
  readonly line: number;
  readonly id: string | undefined;
  readonly code: string;
  readonly detail: string;
}

/** What became of the events given to a sender so far. */
export interface SendTally {
  accepted: number;
  /** Those that were there as they are, where the service says so. */
  repeated: number;
  rejected: number;
  readonly rejectedByCode: Map<string, number>;
  /** The first of them only. */
  readonly rejections: RejectedEvent[];
}

const requestsInFlightMax = 3;

/** Where events go, and how many requests are under way at a time. */
interface SendingTo {
  readonly path: string;
  readonly requestsMax: number;
}

const toIntake: SendingTo = { path: '/v1/events', requestsMax: requestsInFlightMax };
const rejectionsKept = 20;

/**
 * Sends batches, a few at a time. `send` waits while too many are under way and throws the failure of an earlier one;
 * `finish` waits for all. Events that are rejected are counted in `tally`, not thrown.
 */
export function eventSender(api: Api, contentType: string, to = toIntake) {
  const tally: SendTally = {
    ...{ accepted: 0, repeated: 0, rejected: 0 },
    ...{ rejectedByCode: new Map(), rejections: [] },
  };
  const inFlight = new Set<Promise<void>>();
  let failure: Error | undefined;

  const start = (batch: Batch): void => {
    const posting = post({ api, contentType, tally, path: to.path }, batch)
      .catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => inFlight.delete(posting));
    inFlight.add(posting);
  };
  const throwFailure = (): void => {
    if (failure !== undefined) throw failure;
  };

  return {
    tally,
    async send(batch: Batch | undefined): Promise<void> {
      if (batch === undefined) return;
      while (inFlight.size >= to.requestsMax) await Promise.race(inFlight);
      throwFailure();
      start(batch);
    },
    async finish(): Promise<void> {
      await Promise.all(inFlight);
      throwFailure();
    },
  };
}

/** Counts an event that was not, or will not be, accepted. */
export function countRejection(tally: SendTally, rejection: RejectedEvent): void {
  tally.rejected += 1;
  tally.rejectedByCode.set(rejection.code, (tally.rejectedByCode.get(rejection.code) ?? 0) + 1);
  if (tally.rejections.length < rejectionsKept) tally.rejections.push(rejection);
}

/** The failure that ended a long job, with what had been done before it. */
export function interrupted(error: unknown, { accepted }: SendTally): unknown {
  if (!(error instanceof Failure)) return error;
  return new Failure(
    `${error.message}\n${counted(accepted, 'event')} had been accepted. Run it again: what is there already counts once`,
    error.exitCode,
  );
}

interface Posting {
  readonly api: Api;
  readonly contentType: string;
  readonly tally: SendTally;
  readonly path: string;
}

async function post(posting: Posting, batch: Batch): Promise<void> {
  const { api, contentType, tally, path } = posting;
  try {
    const request = { method: 'POST', path, body: batch.body, contentType } as const;
    const { body } = await api.call(request);
    const rejected = listAt(body, 'rejected');
    tally.accepted += numberAt(body, 'accepted') ?? batch.events.length - rejected.length;
    tally.repeated += numberAt(body, 'repeated') ?? 0;
    for (const item of rejected) countRejection(tally, rejectionFrom(batch, item));
  } catch (error) {
    if (!(error instanceof ProblemFailure && isAboutEvents(error))) throw error;
    await takeApart(posting, batch, error);
  }
}

/** A request that is refused as a whole is halved until the events that spoil it stand alone. */
async function takeApart(posting: Posting, batch: Batch, refusal: ProblemFailure): Promise<void> {
  const { events } = batch;
  const rejected = listAt(refusal.problem, 'rejected');
  for (const item of rejected) countRejection(posting.tally, rejectionFrom(batch, item));
  if (rejected.length > 0) return;
  const [first] = events;
  if (events.length === 1 && first !== undefined) {
    const detail = textAt(refusal.problem, 'detail') ?? refusal.message;
    const { code } = refusal;
    countRejection(posting.tally, { line: first.line, id: undefined, code, detail });
    return;
  }
  const middle = Math.ceil(events.length / 2);
  await post(posting, batchOf(events.slice(0, middle)));
  await post(posting, batchOf(events.slice(middle)));
}

/** With all events rejected the answer is a problem too, with the same list as a 202. */
const isAboutEvents = ({ status, code }: ProblemFailure): boolean =>
  status === 413 || (status === 400 && (code.startsWith('request.') || code.startsWith('event.')));

const rejectionFrom = (batch: Batch, item: unknown): RejectedEvent => ({
  line: batch.events[numberAt(item, 'index') ?? -1]?.line ?? 0,
  id: textAt(item, 'id'),
  code: textAt(item, 'code') ?? 'unknown',
  detail: textAt(item, 'detail') ?? 'no detail was given',
});
