import { StoredObject } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { ListedRepeat, RepeatEvent } from './ports.ts';

/** A repeat as it was stored. Throws `InvariantViolation` for what no version of ours wrote. */
export function listedRepeatFrom(value: unknown): ListedRepeat {
  const listed = new StoredObject(value, 'a repeat');
  const repeat = new StoredObject(listed.value('repeat'), 'the events of a repeat');
  return {
    place: listed.text('place'),
    repeat: {
      source: repeat.text('source'),
      id: repeat.text('id'),
      first: shownEventFrom(repeat.value('first')),
      again: shownEventFrom(repeat.value('again')),
    },
    ...overruledIn(listed),
  };
}

function shownEventFrom(value: unknown): RepeatEvent {
  const event = new StoredObject(value, 'an event of a repeat');
  return {
    type: event.text('type'),
    subject: event.text('subject'),
    occurredAt: timestampOf(event.integer('occurredAt')),
  };
}

function overruledIn(listed: StoredObject): Pick<ListedRepeat, 'overruled'> {
  if (!listed.has('overruled')) return {};
  const overruled = new StoredObject(listed.value('overruled'), 'what overruled a repeat');
  return {
    overruled: { reason: overruled.text('reason'), at: timestampOf(overruled.integer('at')) },
  };
}
