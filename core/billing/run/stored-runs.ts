import type { Draft } from '../../invoicing/close-periods.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Month } from '../../kernel/month.ts';
import { StoredObject } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { overridesIn } from './message.ts';
import { type ParkedMonth, type RunNote, waitCodes } from './ports.ts';

/**
 * The version that what runs leave is written in. Of version 1, the reasons of a note to wait are its `holds`; all else
 * is the same in both.
 */
export const storedRunsVersion = 2;

/** What runs leave, as it is stored: a month is the `period` that it was called before there were versions. */
export const storedRun = <Left extends { readonly month: Month }>({ month, ...others }: Left) => ({
  ...others,
  period: month,
});

/** Which month a draft is of. */
export interface DraftPlace {
  readonly month: Month;
  readonly customer: string;
}

/** Throws `InvariantViolation`, as all of these do, for what no version of ours wrote. */
export function draftPlaceFrom(value: unknown): DraftPlace {
  const place = new StoredObject(value, 'the place of a draft');
  return { month: place.month('period'), customer: place.text('customer') };
}

export function parkedMonthFrom(value: unknown): ParkedMonth {
  const parked = new StoredObject(value, 'a parked month');
  const draft = parked.has('draft') ? { draft: draftIn(parked.value('draft')) } : {};
  const overrides = parked.has('overrides') ? { overrides: overridesIn(parked) } : {};
  return {
    tenant: parked.text('tenant'),
    month: parked.month('period'),
    customer: parked.text('customer'),
    code: parked.text('code'),
    detail: parked.text('detail'),
    at: timestampOf(parked.integer('at')),
    ...draft,
    ...overrides,
  };
}

export function runNoteFrom(value: unknown, version: number): RunNote {
  const note = new StoredObject(value, 'a note of a run');
  const reasons = note.objects(version === 1 ? 'holds' : 'waitingFor').map((reason) => ({
    code: reason.oneOf('code', waitCodes),
    detail: reason.text('detail'),
  }));
  return {
    tenant: note.text('tenant'),
    month: note.month('period'),
    at: timestampOf(note.integer('at')),
    waitingFor: reasons,
    ...(note.has('lookedAt') ? { lookedAt: timestampOf(note.integer('lookedAt')) } : {}),
    ...(note.has('underWayUntil')
      ? { underWayUntil: timestampOf(note.integer('underWayUntil')) }
      : {}),
    ...(note.has('earlierLookedAt')
      ? { earlierLookedAt: timestampOf(note.integer('earlierLookedAt')) }
      : {}),
  };
}

/** A draft is content as it is served: what more is in it is the business of whoever shows it. */
function draftIn(value: unknown): Draft {
  invariant(isDraft(value), 'the draft of a parked month is an invoice or a statement with an id');
  return value;
}

function isDraft(value: unknown): value is Draft {
  const draft = new StoredObject(value, 'a draft');
  draft.oneOf('type', ['invoice', 'statement']);
  return draft.text('id') !== '' && Array.isArray(draft.value('lines'));
}
