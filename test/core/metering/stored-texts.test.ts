import { describe, expect, it } from '@jest/globals';
import { backfillBody, backfillPositionFrom } from '../../../core/catalog/backfill.ts';
import { InvariantViolation } from '../../../core/kernel/invariant.ts';
import {
  eventMessageBodies,
  eventMessageFrom,
} from '../../../core/metering/intake/event-message.ts';
import { entryFrom, entryText } from '../../../core/metering/quarantine/entry-text.ts';
import { foldProgressFrom, foldProgressText } from '../../../core/metering/totals/totals-bytes.ts';
import { touchedHourBody, touchedHourFrom } from '../../../core/metering/totals/touched.ts';
import { aQuarantineEntry } from '../../fixtures/quarantine.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { goldenBlock } from './golden-block.ts';
import { goldenTexts } from './golden-texts.ts';

const coverage = new Map([
  [29_558_349, 2],
  [29_558_350, 1],
]);
const touched = { tenant: 'ac"me', shard: 3, hour: 492_639, coverage };
const progress = { catalogVersion: 2, coverage };

describe('what was queued or stored without a version is read:', () => {
  it('events', () => {
    expect(eventMessageFrom(goldenTexts.eventMessage)).toEqual({
      tenant: 'ac"me',
      admitted: false,
      events: goldenBlock.events,
    });
    expect(eventMessageFrom(goldenTexts.admittedEventMessage)).toEqual({
      tenant: 'acme',
      admitted: true,
      events: goldenBlock.events.slice(1),
    });
  });

  it('a touched hour', () => {
    expect(touchedHourFrom(goldenTexts.touched)).toEqual(touched);
  });

  it('where a backfill goes on, up to a version of the catalog', () => {
    expect(backfillPositionFrom(goldenTexts.backfill)).toEqual({
      tenant: 'ac"me',
      version: 3,
      shard: 0,
      after: -1,
    });
    expect(backfillPositionFrom(goldenTexts.nextBackfill)).toMatchObject({ version: 3, after: 95 });
  });

  it('entries of the quarantine', () => {
    expect(entryFrom(goldenTexts.openEntry)).toMatchObject({
      tenant: 'acme',
      reason: 'too-old',
      status: 'open',
      event: goldenBlock.events[0],
      revision: 1,
    });
    expect(entryFrom(goldenTexts.dismissedEntry)).toMatchObject({
      reason: 'conflict',
      status: 'dismissed',
      dismissal: 'sent "twice"',
      event: goldenBlock.events[1],
      revision: 2,
    });
  });

  it('fold progress', () => {
    expect(foldProgressFrom(goldenTexts.foldProgress)).toEqual(progress);
  });
});

describe('what is queued or stored now', () => {
  const dismissed = aQuarantineEntry({ status: 'dismissed', dismissal: 'a test', revision: 2 });

  it('says its version and reads back as it was', () => {
    const position = { tenant: 'acme', version: 7, shard: 0, after: -1 };
    const body = backfillBody('acme', aMeter({ sinceVersion: 7 }));

    expect(touchedHourFrom(touchedHourBody(touched))).toEqual(touched);
    expect(backfillPositionFrom(body)).toEqual(position);
    expect(entryFrom(entryText(dismissed))).toEqual(dismissed);
    expect(foldProgressFrom(foldProgressText(progress))).toEqual(progress);
    expect(JSON.parse(body)).toMatchObject({ format: 2, version: 7 });
    for (const text of [
      touchedHourBody(touched),
      entryText(dismissed),
      foldProgressText(progress),
    ]) {
      expect(JSON.parse(text)).toMatchObject({ version: 2 });
    }
  });

  const [eventBody = ''] = eventMessageBodies({
    tenant: 'acme',
    admitted: false,
    events: [aUsageEvent()],
  });
  const without = (text: string, name: string): string => {
    const { [name]: _left, ...others } = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify(others);
  };

  it.each<[string, () => unknown, string]>([
    ['events of a later version', () => eventMessageFrom(`2${eventBody.slice(1)}`), 'version 1'],
    [
      'events that say not whether admitted',
      () => eventMessageFrom(`1x${eventBody.slice(2)}`),
      'admitted',
    ],
    ['events of nobody', () => eventMessageFrom('1-7\nAAAA'), 'tenant'],
    ['events cut off', () => eventMessageFrom(eventBody.slice(0, -8)), 'unpacked'],
    ['no JSON', () => touchedHourFrom('{"tenant":'), 'is JSON'],
    ['a list', () => touchedHourFrom('[]'), 'is an object'],
    [
      'an hour without coverage',
      () => touchedHourFrom(without(goldenTexts.touched, 'coverage')),
      'coverage',
    ],
    [
      'an hour whose coverage has no pairs',
      () => touchedHourFrom(goldenTexts.touched.replace(/\[\[.*\]\]/, '[[1]]')),
      'pairs',
    ],
    [
      'an hour of a later version',
      () => touchedHourFrom(touchedHourBody(touched).replace('"version":2', '"version":3')),
      'of version 2 at most, got 3',
    ],
    [
      'a backfill of no shard',
      () => backfillPositionFrom(without(goldenTexts.backfill, 'shard')),
      'shard',
    ],
    [
      'a backfill of a later format',
      () => backfillPositionFrom(goldenTexts.backfill.replace('{', '{"format":3,')),
      'of version 2 at most, got 3',
    ],
    [
      'an entry of unknown reason',
      () => entryFrom(goldenTexts.openEntry.replace('too-old', 'too-odd')),
      'reason',
    ],
    [
      'an entry without its event',
      () => entryFrom(without(goldenTexts.openEntry, 'event')),
      'event',
    ],
    [
      'progress without coverage',
      () => foldProgressFrom(without(goldenTexts.foldProgress, 'coverage')),
      'coverage',
    ],
  ])('is refused, and the reason said: %s', (_what, read, reason) => {
    expect(read).toThrow(InvariantViolation);
    expect(read).toThrow(reason);
  });
});
