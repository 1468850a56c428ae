import { describe, expect, it } from '@jest/globals';
import { rfc3339, timestampOf } from '../../../core/kernel/timestamp.ts';
import { eventWindow, occurredAtFrom, timeInId } from '../../../core/metering/intake/event-time.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const now = timestampOf(Date.UTC(2026, 10, 22, 9, 43));
const window = eventWindow(now, { maxAge: 35 * 86_400, maxLead: 300 });
const uuidV7 = '019aaaf8-2fa0-7cc3-98c4-dc0c0c07398f';
const ulid = '01KANFGBX0TTTTTTTTTTTTTTTT';

describe('the time of an event', () => {
  it('is its time', () => {
    const occurredAt = occurredAtFrom('2026-11-22T10:00:00+01:00', 'order-5', window);

    expect(rfc3339(occurredAt)).toBe('2026-11-22T09:00:00Z');
  });

  it('is its time, also when its id carries another', () => {
    const occurredAt = occurredAtFrom('2026-11-20T00:00:00Z', uuidV7, window);

    expect(rfc3339(occurredAt)).toBe('2026-11-20T00:00:00Z');
  });

  it.each([undefined, null])('is in its id when the time is %s', (time) => {
    const id = uuidFromTime(now);

    expect(occurredAtFrom(time, id, window)).toBe(now);
  });

  it.each([
    ['the oldest moment', '2026-10-18T09:43:00Z'],
    ['the newest moment', '2026-11-22T09:48:00Z'],
  ])('may be %s of the window', (_case, time) => {
    expect(rfc3339(occurredAtFrom(time, 'a', window))).toBe(time);
  });

  it('is refused a millisecond before the window, with what would be accepted', () => {
    expect(rejectionOf(() => occurredAtFrom('2026-10-18T09:42:59.999Z', 'a', window))).toEqual({
      code: 'event.too-old',
      detail:
        'send events that happened at 2026-10-18T09:43:00Z or later, got one of 2026-10-18T09:42:59.999Z; it is now 2026-11-22T09:43:00Z',
      param: '/time',
    });
  });

  it('is refused a millisecond after the window, with what may be wrong', () => {
    expect(rejectionOf(() => occurredAtFrom('2026-11-22T09:48:00.001Z', 'a', window))).toEqual({
      code: 'event.too-new',
      detail:
        "send events that happened at 2026-11-22T09:48:00Z or before (does the sender's clock run ahead?), got one of 2026-11-22T09:48:00.001Z; it is now 2026-11-22T09:43:00Z",
      param: '/time',
    });
  });

  it('is refused out of the window when it is in the id, and says where it was found', () => {
    const old = uuidFromTime(Date.UTC(2020, 0, 1));

    expect(rejectionOf(() => occurredAtFrom(undefined, old, window))).toMatchObject({
      code: 'event.too-old',
      detail: expect.stringContaining('got one of 2020-01-01T00:00:00Z, the time in its id'),
      param: '/id',
    });
  });

  it.each([
    ['order-5', 'the id "order-5" is neither'],
    ['00000000-0000-4000-8000-000000000000', 'is neither'],
    ['x'.repeat(900), '…" is neither'],
  ])('is asked for when the id %s carries none', (id, hint) => {
    expect(rejectionOf(() => occurredAtFrom(undefined, id, window))).toEqual({
      code: 'event.time-missing',
      detail: expect.stringContaining(
        'add time (RFC 3339), or use a UUIDv7 or a ULID as id, which carries one',
      ),
      param: '/time',
    });
    expect(rejectionOf(() => occurredAtFrom(undefined, id, window)).detail).toContain(hint);
  });

  it.each([
    ['yesterday', '"yesterday"'],
    ['2026-11-22T09:43:00', '"2026-11-22T09:43:00"'],
    [1_795_340_580, 'a number'],
    [{}, 'an object'],
    ['', '""'],
  ])('is refused as %j', (time, got) => {
    expect(rejectionOf(() => occurredAtFrom(time, uuidV7, window))).toEqual({
      code: 'event.attribute-malformed',
      detail: `send time as RFC 3339 with an offset, such as 2026-11-22T09:43:00Z, got ${got}`,
      param: '/time',
    });
  });
});

describe('the time in an id', () => {
  it('is the one that the specifications give as their example', () => {
    expect(timeInId('017F22E2-79B0-7CC3-98C4-DC0C0C07398F')).toBe(
      Date.UTC(2022, 1, 22, 19, 22, 22),
    );
    expect(timeInId('01ARZ3NDEKTSV4RRFFQ69G5FAV')).toBe(1_469_922_850_259);
    expect(timeInId('01arz3ndektsv4rrffq69g5fav')).toBe(1_469_922_850_259);
  });

  it.each([
    ['a UUID of another version', '017f22e2-79b0-4cc3-98c4-dc0c0c07398f'],
    ['a UUIDv7 of another variant', '017f22e2-79b0-7cc3-c8c4-dc0c0c07398f'],
    ['a UUIDv7 without its dashes', '017f22e279b07cc398c4dc0c0c07398f'],
    ['a ULID past its range', '81ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['a ULID with a letter it never has', '01ARZ3NDEKTSV4RRFFQ69G5FAU'],
    ['a ULID with a letter too many', `${ulid}A`],
  ])('is none in %s', (_case, id) => {
    expect(timeInId(id)).toBeUndefined();
  });
});

function uuidFromTime(milliseconds: number): string {
  const hex = milliseconds.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7cc3-98c4-dc0c0c07398f`;
}
