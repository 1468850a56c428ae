import type { Month } from '../../kernel/month.ts';
import type { Queue } from '../../kernel/queue.ts';
import { StoredObject, storedObjectFrom } from '../../kernel/stored.ts';
import { type Period, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { type PassStep, passStepFrom, storedPassStep } from '../reconciliation/pass-step.ts';
import type { RepeatsStep } from '../repeats/find-repeats.ts';
import {
  storedSums,
  sumsFrom,
  type UnaccountedFound,
  unaccountedFoundIn,
} from '../unbilled/stored-sums.ts';
import type { MeterSums } from '../unbilled/usage-sums.ts';

/** A check that a person has overruled, and why. */
export interface Override {
  readonly check: string;
  readonly reason: string;
}

/** Looks for what is due and open, of one tenant; without a tenant, of all. */
export interface SweepMessage {
  readonly kind: 'sweep';
  /** Whether to try again what waits for a person: what stood in its way may be gone. */
  readonly again: boolean;
  readonly tenant?: string;
}

/** A tenant's month, and how it is run. */
interface RunOfMonth {
  readonly tenant: string;
  readonly month: Month;
  readonly overrides: readonly Override[];
  /** Whether a person asked: then there is no grace, and what is parked is tried again. */
  readonly asked: boolean;
}

/** A run that has begun. */
export interface BegunRun extends RunOfMonth {
  /** What has fallen due since was not looked at, and is another run's. */
  readonly begunAt: Timestamp;
  /**
   * From when until when usage is checked before customers are dealt out: nobody's month outside of it is closed. Empty
   * where nothing was due.
   */
  readonly checked: Period;
}

/** Sees what is due of a month, and what is open in quarantine, then recounts. */
interface BeginMessage extends RunOfMonth {
  readonly kind: 'run';
  readonly phase: 'begin';
}

/** Recounts a month from an hour on; after its last hour, it is looked through for repeats. */
export interface RecountMessage extends BegunRun {
  readonly kind: 'run';
  readonly phase: 'recount';
  /** UTC hours since 1970. */
  readonly hour: number;
  /** How often this hour was found different. */
  readonly tries: number;
}

/**
 * Searches a month's totals, from a partition on, for who has used it; after the last one, customers are dealt
 * out.
 */
interface SearchMessage extends BegunRun {
  readonly kind: 'run';
  readonly phase: 'search';
  readonly partition: number;
}

/** Looks through a month, and what came before it, for identities that came more than once. */
export interface RepeatsMessage extends BegunRun {
  readonly kind: 'run';
  readonly phase: 'repeats';
  readonly step: RepeatsStep;
}

/** A step of a tenant's month. */
export type RunMessage = BeginMessage | RecountMessage | RepeatsMessage | SearchMessage;

/** Closes the month of some customers. */
export interface CloseMessage {
  readonly kind: 'close';
  readonly tenant: string;
  readonly month: Month;
  readonly overrides: readonly Override[];
  readonly customers: readonly string[];
}

/** Reads a tenant's books and looks for what must not be in them; without a tenant, of all. */
export interface CheckMessage {
  readonly kind: 'check-books';
  readonly tenant?: string;
}

/** Looks for what of a month is not billed, from a partition on, and tells of it. */
export interface ListUnbilledMessage {
  readonly kind: 'list-unbilled';
  readonly tenant: string;
  readonly month: Month;
  readonly partition: number;
  /** How often the look was put off, as months were still being closed. */
  readonly waits?: number;
  /** Whether what payers used is rated: where sums do not add up without that. */
  readonly isRated?: boolean;
  /** What the partitions before come to; undefined where not all of them were added up. */
  readonly sums?: readonly MeterSums[];
  /** Where all was looked at before, and something was unaccounted for. */
  readonly again?: UnaccountedFound;
  /** Hours whose totals are to have all of their log before anything is looked at. */
  readonly uncounted?: UncountedHours;
}

/** UTC hours `from <= hour < to` that are recounted before a look. */
interface UncountedHours {
  readonly from: number;
  readonly to: number;
  /** How often the first of them was found different. */
  readonly tries: number;
}

/**
 * Compares what is derived with what it is derived from, of one tenant; without a tenant, of all. A pass begins with
 * the books, and then says what is next.
 */
export interface ReconcileMessage {
  readonly kind: 'reconcile';
  readonly tenant?: string;
  readonly step?: PassStep;
}

/** Goes on with a correction of usage, where that is too long for one request. */
export interface CorrectMessage {
  readonly kind: 'correct';
  readonly tenant: string;
  readonly id: string;
}

export type BillingMessage =
  | CorrectMessage
  | ReconcileMessage
  | SweepMessage
  | RunMessage
  | CloseMessage
  | CheckMessage
  | ListUnbilledMessage;

/**
 * Version 2 says the phase of a run. Version 1, which says no version, has the same members and leaves the phase to be
 * told by which of them are there; the schedules put it on the queue for ever.
 */
const VERSION = 2;

/** A month is queued as the `period` that it was called before there were versions. */
export function billingMessageBody(message: BillingMessage): string {
  if (message.kind === 'reconcile') {
    const { step, ...others } = message;
    const next = step === undefined ? {} : { step: storedPassStep(step) };
    return JSON.stringify({ version: VERSION, ...others, ...next });
  }
  if (!('month' in message)) return JSON.stringify({ version: VERSION, ...message });
  const { kind, tenant, month, ...others } = message;
  const sums = 'sums' in message ? { sums: message.sums.map(storedSums) } : {};
  return JSON.stringify({ version: VERSION, kind, tenant, period: month, ...others, ...sums });
}

const kinds = [
  'sweep',
  'run',
  'close',
  'check-books',
  'list-unbilled',
  'reconcile',
  'correct',
] as const;

/** A message of either version. Throws `InvariantViolation` for what is none: it is delivered again, then parked. */
export function billingMessageFrom(body: string): BillingMessage {
  const message = storedObjectFrom(body, 'a message of the billing queue');
  const version = message.version(VERSION);
  const kind = message.oneOf('kind', kinds);
  switch (kind) {
    case 'sweep':
      return { kind, again: message.flag('again'), ...tenantIn(message) };
    case 'check-books':
      return { kind, ...tenantIn(message) };
    case 'correct':
      return { kind, tenant: message.text('tenant'), id: message.text('id') };
    case 'reconcile': {
      const step = message.has('step') ? { step: passStepFrom(message.value('step')) } : {};
      return { kind, ...tenantIn(message), ...step };
    }
    case 'close': {
      const { tenant, month, overrides } = monthIn(message);
      return { kind, tenant, month, overrides, customers: message.texts('customers') };
    }
    case 'list-unbilled':
      return lookFrom(message);
    case 'run':
      return runFrom(message, version);
  }
}

const lookFrom = (message: StoredObject): ListUnbilledMessage => ({
  kind: 'list-unbilled',
  tenant: message.text('tenant'),
  month: message.month('period'),
  partition: message.integer('partition'),
  ...(message.has('waits') ? { waits: message.integer('waits') } : {}),
  ...(message.has('isRated') ? { isRated: message.flag('isRated') } : {}),
  ...(message.has('sums') ? { sums: message.objects('sums').map(sumsFrom) } : {}),
  ...(message.has('again') ? { again: unaccountedFoundIn(message) } : {}),
  ...(message.has('uncounted') ? { uncounted: uncountedIn(message) } : {}),
});

function uncountedIn(message: StoredObject): UncountedHours {
  const hours = message.object('uncounted');
  return { from: hours.integer('from'), to: hours.integer('to'), tries: hours.integer('tries') };
}

function runFrom(message: StoredObject, version: number): RunMessage {
  const asked = { ...monthIn(message), asked: message.flag('asked') };
  const phase = phaseOf(message, version);
  // A run that was begun before its messages said what it checks begins again.
  if (phase === 'begin' || !message.has('checked'))
    return { kind: 'run', phase: 'begin', ...asked };
  const begunAt = timestampOf(message.integer('begunAt'));
  const run = { ...asked, begunAt, checked: checkedIn(message) };
  if (phase === 'search') {
    return { kind: 'run', phase, ...run, partition: message.integer('partition') };
  }
  if (phase === 'repeats') return { kind: 'run', phase, ...run, step: stepFrom(message) };
  const [hour, tries] = [message.integer('hour'), message.integer('tries')];
  return { kind: 'run', phase, ...run, hour, tries };
}

function checkedIn(message: StoredObject): Period {
  const checked = new StoredObject(message.value('checked'), 'what a run checks');
  return {
    start: timestampOf(checked.integer('start')),
    end: timestampOf(checked.integer('end')),
  };
}

function stepFrom(message: StoredObject): RepeatsStep {
  const step = new StoredObject(message.value('step'), 'a step of looking for repeats');
  const aside = step.objects('aside').map((one) => ({
    hour: one.integer('hour'),
    digest: one.text('digest'),
    count: one.integer('count'),
  }));
  return step.oneOf('does', ['collect', 'compare']) === 'collect'
    ? { does: 'collect', hour: step.integer('hour'), aside }
    : { does: 'compare', from: step.text('from'), aside };
}

function phaseOf(message: StoredObject, version: number): RunMessage['phase'] {
  if (version > 1) return message.oneOf('phase', ['begin', 'recount', 'repeats', 'search']);
  // A month that was being searched still said which hour had been recounted last.
  if (message.has('partition')) return 'search';
  return message.has('hour') ? 'recount' : 'begin';
}

const tenantIn = (message: StoredObject): { readonly tenant?: string } =>
  message.has('tenant') ? { tenant: message.text('tenant') } : {};

const monthIn = (message: StoredObject): Omit<RunOfMonth, 'asked'> => ({
  tenant: message.text('tenant'),
  month: message.month('period'),
  overrides: overridesIn(message),
});

/** The member `overrides` of what was stored or queued. */
export const overridesIn = (stored: StoredObject): readonly Override[] =>
  stored
    .objects('overrides')
    .map((one) => ({ check: one.text('check'), reason: one.text('reason') }));

/** Throws when the queue did not take all of them: then the message that led here is delivered again. */
export async function sendAll(queue: Queue, messages: readonly BillingMessage[]): Promise<void> {
  if (messages.length === 0) return;
  if ((await queue.send(messages.map(billingMessageBody))) === 'sent') return;
  throw new Error(`the billing queue did not take all of ${messages.length} messages`);
}
